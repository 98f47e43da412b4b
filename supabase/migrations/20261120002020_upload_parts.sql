-- A large file comes in parts, each its own short request: slow lines get through, and any web process takes any part.

create table public.course_upload_parts (
  upload_id uuid not null,
  position integer not null,
  created_by uuid not null references public.profiles (id) default auth.uid(),
  bytes bytea not null,
  created_at timestamptz not null default now(),
  primary key (upload_id, position),
  constraint course_upload_parts_are_bounded check (octet_length(bytes) between 1 and 4194304),
  constraint course_upload_parts_positions_are_bounded check (position between 0 and 99)
);
comment on table public.course_upload_parts is 'Parts of files that are being uploaded. Gone once the file is whole, or a day later.';
create index course_upload_parts_created_by on public.course_upload_parts (created_by, created_at);
alter table public.course_upload_parts alter column bytes set storage external;

alter table public.course_upload_parts enable row level security;
alter table public.course_upload_parts force row level security;
grant select, insert (upload_id, position, bytes), delete on public.course_upload_parts to authenticated;
create policy "an admin reads their own course_upload_parts" on public.course_upload_parts
  for select to authenticated using (created_by = (select auth.uid()) and (select public.is_admin()));
create policy "an admin adds course_upload_parts" on public.course_upload_parts
  for insert to authenticated with check (created_by = (select auth.uid()) and (select public.is_admin()));
create policy "an admin removes their own course_upload_parts" on public.course_upload_parts
  for delete to authenticated using (created_by = (select auth.uid()) and (select public.is_admin()));

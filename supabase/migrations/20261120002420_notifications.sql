-- What a person is told inside Baton, written in the commit of the fact it tells of, like the mail beside it; and what
-- they would rather not be told, by topic and channel.

create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  student_id uuid not null references public.profiles (id) on delete cascade,
  template text not null,
  subject_key text not null,
  data jsonb not null default '{}',
  read_at timestamptz,
  created_at timestamptz not null default now(),
  constraint notifications_at_most_one_per_template_and_subject unique (student_id, template, subject_key),
  constraint notifications_template_is_a_slug check (template ~ '^[a-z][a-z0-9-]{1,60}$'),
  constraint notifications_data_is_an_object check (jsonb_typeof(data) = 'object' and octet_length(data::text) <= 8192)
);
comment on table public.notifications is 'One thing a person is told in the app. template and subject_key are those of the mail about the same fact, data what its sentence needs.';
create index notifications_student_id on public.notifications (student_id, created_at desc);
create index notifications_unread on public.notifications (student_id) where read_at is null;

create table public.notification_choices (
  student_id uuid not null references public.profiles (id) on delete cascade,
  topic text not null,
  channel text not null,
  wanted boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (student_id, topic, channel),
  constraint notification_choices_topic_is_a_slug check (topic ~ '^[a-z]{2,30}$'),
  constraint notification_choices_channel_is_known check (channel in ('mail', 'app'))
);
comment on table public.notification_choices is 'What a person chose to be told and how; no row means told. What must always be told is not asked here (lib/domain/notification-topics.ts).';

do $$
declare
  name text;
begin
  foreach name in array array['notifications', 'notification_choices'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('grant select on public.%I to authenticated, baton_worker', name);
    execute format('create policy "a person reads their own %1$s" on public.%1$I for select to authenticated using (student_id = (select auth.uid()))', name);
    execute format('create policy "the worker reads %1$s" on public.%1$I for select to baton_worker using (true)', name);
  end loop;
end $$;

grant update (read_at) on public.notifications to authenticated;
create policy "a person marks their own as read" on public.notifications
  for update to authenticated using (student_id = (select auth.uid())) with check (student_id = (select auth.uid()));
grant insert, delete on public.notifications to baton_worker;
create policy "the worker tells people" on public.notifications for insert to baton_worker with check (read_at is null);
create policy "the worker prunes notifications" on public.notifications for delete to baton_worker using (true);

grant insert (student_id, topic, channel, wanted), update (wanted, updated_at) on public.notification_choices to authenticated;
create policy "a person chooses for themselves" on public.notification_choices
  for insert to authenticated with check (student_id = (select auth.uid()));
create policy "a person changes their choice" on public.notification_choices
  for update to authenticated using (student_id = (select auth.uid())) with check (student_id = (select auth.uid()));

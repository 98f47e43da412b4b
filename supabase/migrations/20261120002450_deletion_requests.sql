-- A person asks to be forgotten. For 14 days they can change their mind; then what may go goes, and what must stay
-- (certificates, books, the record of training) stays without name and address of its own.

create table public.deletion_requests (
  id uuid primary key default gen_random_uuid(),
  student_id uuid not null references public.profiles (id),
  due_at timestamptz not null default now() + interval '14 days',
  canceled_at timestamptz,
  done_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint deletion_requests_end_once check (canceled_at is null or done_at is null),
  constraint deletion_requests_leave_time check (due_at >= created_at + interval '14 days')
);
comment on table public.deletion_requests is 'Who asked for their data to be deleted, until when they could change their mind, and how it ended. Kept as the record of it.';
create unique index deletion_requests_one_open on public.deletion_requests (student_id) where canceled_at is null and done_at is null;
create index deletion_requests_student_id on public.deletion_requests (student_id);
create index deletion_requests_due on public.deletion_requests (due_at) where canceled_at is null and done_at is null;

alter table public.deletion_requests enable row level security;
alter table public.deletion_requests force row level security;
grant select on public.deletion_requests to authenticated, baton_web, baton_worker, baton_engine;
grant insert (student_id), update (canceled_at, updated_at) on public.deletion_requests to baton_web;
grant update (done_at, updated_at) on public.deletion_requests to baton_engine;
create policy "a person reads their own requests" on public.deletion_requests
  for select to authenticated using (student_id = (select auth.uid()));
create policy "an admin reads requests" on public.deletion_requests
  for select to authenticated using ((select public.is_admin()));
create policy "the web finds requests" on public.deletion_requests for select to baton_web using (true);
create policy "the web keeps a request" on public.deletion_requests
  for insert to baton_web with check (canceled_at is null and done_at is null);
create policy "the web cancels a request that is not done" on public.deletion_requests
  for update to baton_web using (canceled_at is null and done_at is null) with check (done_at is null);
create policy "the worker finds what is due" on public.deletion_requests for select to baton_worker using (true);
create policy "erasing reads requests" on public.deletion_requests for select to baton_engine using (true);
create policy "erasing ends a request" on public.deletion_requests
  for update to baton_engine using (canceled_at is null and done_at is null) with check (done_at is not null);

-- Whole rows that go.
do $$
declare
  name text;
begin
  foreach name in array array[
    'applications', 'notifications', 'notification_choices', 'partner_accounts', 'quiz_tries', 'lesson_progress',
    'scorm_states', 'course_reviews'
  ] loop
    execute format('grant select (student_id), delete on public.%I to baton_engine', name);
    execute format('create policy "erasing finds %1$s" on public.%1$I for select to baton_engine using (true)', name);
    execute format('create policy "erasing deletes %1$s" on public.%1$I for delete to baton_engine using (true)', name);
  end loop;
end $$;
grant delete on public.user_roles to baton_engine;
create policy "erasing takes roles" on public.user_roles for delete to baton_engine using (true);
grant delete on identity."user" to baton_engine;
create policy "erasing closes the account" on identity."user" for delete to baton_engine using (true);

-- Rows that stay as a record, without the person in them.
grant update (email, full_name, phone, locale, time_zone) on public.profiles to baton_engine;
grant select, update (to_address, data, subject, text_body, html_body, status, updated_at) on public.mails to baton_engine;
create policy "erasing finds mails" on public.mails for select to baton_engine using (true);
create policy "erasing empties mails" on public.mails for update to baton_engine using (true) with check (true);

create function public.erase_person(p_request_id uuid) returns text
-- security definer: nobody who connects may delete a person; here the rules stand under which it is done.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid;
  address text;
begin
  select student_id into person from public.deletion_requests
  where id = p_request_id and canceled_at is null and done_at is null and due_at <= now() for update;
  if not found then
    return 'not due';
  end if;
  -- A new purchase of this person waits for this row, or this waits for the purchase.
  select email into address from public.profiles where id = person for update;
  if exists (select from public.enrollments where user_id = person and status in ('active', 'suspended'))
    or exists (select from public.orders where student_id = person and status in ('awaiting_funds', 'disputed'))
    or exists (select from public.orders o where o.student_id = person and o.status = 'paid'
      and not exists (select from public.enrollments e where e.order_id = o.id)) then
    return 'in training';
  end if;

  delete from public.applications where student_id = person;
  delete from public.notifications where student_id = person;
  delete from public.notification_choices where student_id = person;
  delete from public.course_reviews where student_id = person;
  delete from public.quiz_tries where student_id = person;
  delete from public.scorm_states where student_id = person;
  delete from public.lesson_progress where student_id = person;
  delete from public.partner_accounts where student_id = person;
  delete from public.user_roles where user_id = person;
  update public.mails
  set to_address = 'deleted@deleted.invalid', data = '{}', subject = null, text_body = null, html_body = null,
    status = case when status = 'queued' then 'failed' else status end, updated_at = now()
  where student_id = person or (student_id is null and lower(to_address) = lower(address));
  update public.profiles
  set email = 'deleted-' || person || '@deleted.invalid', full_name = '', legal_name = null, legal_name_confirmed_at = null,
    phone = null, locale = null, time_zone = null, updated_at = now()
  where id = person;
  -- Sessions, passwords and passkeys go with it.
  delete from identity."user" where id = person;
  update public.deletion_requests set done_at = now(), updated_at = now() where id = p_request_id;
  return 'done';
end $$;
comment on function public.erase_person(uuid) is 'Carries out a deletion request that is due. Answers done; in training while a program of the person runs or money is on its way; not due for one that is canceled, done or early. Certificates, orders, books and the record of training stay, under the id alone.';

do $$
begin
  grant create on schema public to baton_engine;
  alter function public.erase_person(uuid) owner to baton_engine;
  revoke create on schema public from baton_engine;
  revoke execute on function public.erase_person(uuid) from public, anon, authenticated;
  grant execute on function public.erase_person(uuid) to baton_worker;
end $$;

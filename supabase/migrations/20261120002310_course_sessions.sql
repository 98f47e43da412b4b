-- Dates on which a course is taught, and the seats that orders take. The number of seats is kept on the date itself,
-- under its row lock: two students cannot take the last one.

create table public.partner_course_sessions (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.partner_courses (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  time_zone text not null,
  capacity integer not null,
  seats_taken integer not null default 0,
  place text not null default '',
  active boolean not null default true,
  canceled_at timestamptz,
  cancel_reason text,
  sequence integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partner_course_sessions_end_after_they_start check (ends_at > starts_at and ends_at <= starts_at + interval '31 days'),
  constraint partner_course_sessions_zone_is_bounded check (length(time_zone) between 1 and 64),
  constraint partner_course_sessions_capacity_is_bounded check (capacity between 1 and 10000),
  constraint partner_course_sessions_seats_stay_within_capacity check (seats_taken between 0 and capacity),
  constraint partner_course_sessions_place_is_bounded check (length(place) <= 300),
  constraint partner_course_sessions_canceled_says_why check ((canceled_at is null) = (cancel_reason is null)),
  constraint partner_course_sessions_reason_is_bounded check (length(cancel_reason) between 1 and 300),
  constraint partner_course_sessions_canceled_is_not_offered check (canceled_at is null or not active)
);
comment on table public.partner_course_sessions is 'A date on which a course is taught. time_zone is where it takes place (IANA). seats_taken counts seats held and booked, kept by the seat functions alone. sequence grows with each change that people who booked must hear of.';
create index partner_course_sessions_upcoming on public.partner_course_sessions (course_id, starts_at) where active;
create index partner_course_sessions_course_id on public.partner_course_sessions (course_id, starts_at desc);

create table public.course_session_links (
  session_id uuid primary key references public.partner_course_sessions (id) on delete cascade,
  link text not null,
  constraint course_session_links_are_web_addresses check (link ~ '^https://[^[:space:]]+$' and length(link) <= 1000)
);
comment on table public.course_session_links is 'Where an online date takes place: for those who booked a seat and nobody else.';

create table public.course_schedules (
  course_id uuid primary key references public.partner_courses (id),
  created_at timestamptz not null default now()
);
comment on table public.course_schedules is 'Courses taught at set times only: whoever buys one chooses a date. Other courses may offer dates too, to be chosen or not.';

create table public.order_seats (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.orders (id),
  session_id uuid not null references public.partner_course_sessions (id),
  course_id uuid not null references public.partner_courses (id),
  student_id uuid not null references public.profiles (id),
  status text not null default 'held',
  told_sequence integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint order_seats_one_per_order_and_session unique (order_id, session_id),
  constraint order_seats_status_is_known check (status in ('held', 'booked', 'released', 'lost'))
);
comment on table public.order_seats is 'A seat of an order: held while it is unpaid, booked once paid, released when given back, lost when the money came after the seat was gone. told_sequence is the state of the date that its student was told last.';
create unique index order_seats_one_living_per_order_and_course
  on public.order_seats (order_id, course_id) where status in ('held', 'booked');
create unique index order_seats_one_living_per_student_and_session
  on public.order_seats (session_id, student_id) where status in ('held', 'booked');
create index order_seats_student_id on public.order_seats (student_id, course_id);
create index order_seats_session_id on public.order_seats (session_id);
create index order_seats_course_id on public.order_seats (course_id);

do $$
declare
  name text;
begin
  foreach name in array array['partner_course_sessions', 'course_session_links', 'course_schedules', 'order_seats'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('grant select on public.%I to authenticated, baton_worker', name);
    execute format('create policy "the worker reads %1$s" on public.%1$I for select to baton_worker using (true)', name);
    execute format('create policy "an admin reads %1$s" on public.%1$I for select to authenticated using ((select public.is_admin()))', name);
  end loop;
  foreach name in array array['partner_course_sessions', 'course_schedules', 'order_seats'] loop
    execute format('grant select on public.%I to baton_engine', name);
    execute format('create policy "the seat functions read %1$s" on public.%1$I for select to baton_engine using (true)', name);
  end loop;
end $$;

-- Dates on offer are public; canceled and withdrawn ones are known to those who have a seat.
grant select on public.partner_course_sessions, public.course_schedules to anon;
create policy "anybody reads dates on offer" on public.partner_course_sessions for select to anon, authenticated using (active);
create policy "a student reads the dates of their seats" on public.partner_course_sessions
  for select to authenticated using (
    id in (select s.session_id from public.order_seats s where s.student_id = (select auth.uid())));
create policy "anybody reads what needs a date" on public.course_schedules for select to anon, authenticated using (true);
create policy "a student reads the links of booked seats" on public.course_session_links
  for select to authenticated using (
    session_id in (
      select s.session_id from public.order_seats s where s.student_id = (select auth.uid()) and s.status = 'booked'));
create policy "a student reads their own seats" on public.order_seats
  for select to authenticated using (student_id = (select auth.uid()));

-- Who runs the school enters dates under their own name. Seats are counted by the functions below.
grant insert (course_id, starts_at, ends_at, time_zone, capacity, place, active),
  update (starts_at, ends_at, time_zone, capacity, place, active, canceled_at, cancel_reason) on public.partner_course_sessions to authenticated;
create policy "an admin adds dates" on public.partner_course_sessions
  for insert to authenticated with check ((select public.is_admin()));
create policy "an admin edits dates" on public.partner_course_sessions
  for update to authenticated using ((select public.is_admin())) with check ((select public.is_admin()));
grant insert, update, delete on public.course_session_links to authenticated;
create policy "an admin adds links of dates" on public.course_session_links
  for insert to authenticated with check ((select public.is_admin()));
create policy "an admin edits links of dates" on public.course_session_links
  for update to authenticated using ((select public.is_admin())) with check ((select public.is_admin()));
create policy "an admin removes links of dates" on public.course_session_links
  for delete to authenticated using ((select public.is_admin()));
grant insert (course_id), delete on public.course_schedules to authenticated;
create policy "an admin says what needs a date" on public.course_schedules
  for insert to authenticated with check ((select public.is_admin()));
create policy "an admin says what needs no date" on public.course_schedules
  for delete to authenticated using ((select public.is_admin()));

-- The worker tells people of changes.
grant update (told_sequence, updated_at) on public.order_seats to baton_worker;
create policy "the worker notes who was told" on public.order_seats for update to baton_worker using (true) with check (true);
-- The web asks which seats an unpaid order holds.
grant select (id, order_id, session_id, status) on public.order_seats to baton_web;
create policy "the web reads seats" on public.order_seats for select to baton_web using (true);

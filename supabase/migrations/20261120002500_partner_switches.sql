-- A student moves a step to another partner of the same position. The row is written before anything is done, so that
-- a run killed anywhere goes on; the old partner's end is confirmed before the step moves.

create table public.partner_switches (
  id uuid primary key default gen_random_uuid(),
  student_id uuid not null references public.profiles (id),
  enrollment_id uuid not null references public.enrollments (id),
  step_id uuid not null references public.enrollment_steps (id),
  order_id uuid not null references public.orders (id),
  option_id uuid not null,
  from_provider_id uuid not null references public.partner_lms_providers (id),
  from_course_id uuid not null references public.partner_courses (id),
  to_provider_id uuid not null references public.partner_lms_providers (id),
  to_course_id uuid not null references public.partner_courses (id),
  status text not null default 'requested',
  refusal text,
  actor text not null,
  paid_cents integer not null,
  price_cents integer not null,
  refund_cents integer not null,
  currency text not null,
  stopped_enrolling boolean not null default false,
  cancel_asked_at timestamptz,
  canceled_at timestamptz,
  stripe_refund_id text unique,
  refunded_at timestamptz,
  done_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partner_switches_status_is_known check (status in (
    'requested', 'canceling', 'enrolling', 'done', 'refused', 'withdrawn', 'failed')),
  constraint partner_switches_refused_says_why check ((status = 'refused') = (refusal is not null)),
  constraint partner_switches_refusal_is_a_code check (refusal ~ '^[a-z][a-z_]{1,40}$'),
  constraint partner_switches_lead_elsewhere check (from_course_id <> to_course_id),
  constraint partner_switches_amounts_are_not_negative check (paid_cents >= 0 and price_cents >= 0 and refund_cents >= 0),
  constraint partner_switches_give_back_at_most_the_difference check (refund_cents <= greatest(paid_cents - price_cents, 0)),
  constraint partner_switches_move_after_the_old_end check (status not in ('enrolling', 'done') or canceled_at is not null),
  constraint partner_switches_refund_after_the_old_end check (refunded_at is null or canceled_at is not null)
);
comment on table public.partner_switches is 'A student''s wish to take a step at another partner, and how far it is: requested, canceling (the old partner is asked to end its course), enrolling (the step moved), done; or refused, withdrawn, failed (given up for another switch). option_id is program_partner_lms.id of that day. paid_cents was paid for the position, price_cents is what the new option costs, minor units. stopped_enrolling: the step was being set up and was stopped for this, so that it goes on if nothing comes of it. cancel_asked_at is set before the old partner is asked: from then on the wish cannot be withdrawn unless it says no.';
create unique index partner_switches_one_open_per_step
  on public.partner_switches (step_id) where status in ('requested', 'canceling');
create index partner_switches_step_id on public.partner_switches (step_id, created_at desc);
create index partner_switches_student_id on public.partner_switches (student_id);
create index partner_switches_enrollment_id on public.partner_switches (enrollment_id);
create index partner_switches_order_id on public.partner_switches (order_id);
create index partner_switches_unfinished on public.partner_switches (updated_at)
  where status in ('requested', 'canceling') or (canceled_at is not null and refund_cents > 0 and refunded_at is null);

alter table public.partner_switches enable row level security;
alter table public.partner_switches force row level security;
grant select on public.partner_switches to authenticated, baton_worker;
grant insert, update on public.partner_switches to baton_worker;
create policy "a student reads their own switches" on public.partner_switches
  for select to authenticated using (student_id = (select auth.uid()));
create policy "an admin reads partner_switches" on public.partner_switches
  for select to authenticated using ((select public.is_admin()));
create policy "the worker reads partner_switches" on public.partner_switches for select to baton_worker using (true);
create policy "the worker writes down wishes to switch" on public.partner_switches
  for insert to baton_worker with check (status in ('requested', 'refused'));
create policy "the worker follows switches up" on public.partner_switches
  for update to baton_worker using (true) with check (true);

create function public.switch_step(
  p_step_id uuid, p_provider_id uuid, p_course_id uuid, p_actor text, p_cause text
) returns text
-- security definer: nobody who connects may change a step's partner; here stands when it may change.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  enrollment public.enrollments := private.lock_enrollment_of_step(p_step_id);
  step public.enrollment_steps;
  dates uuid[];
begin
  select * into strict step from public.enrollment_steps where id = p_step_id;
  if enrollment.status <> 'active' or step.status not in ('pending', 'enrolling', 'in_progress', 'failed') then
    return null;
  end if;
  if exists (
    select from public.partner_lms_enrollments p
    where p.step_id = step.id and p.status in ('pending', 'active', 'completed')) then
    raise exception 'the enrollment at the partner before has not ended' using errcode = 'check_violation';
  end if;
  if not exists (
    select from public.partner_courses c where c.id = p_course_id and c.provider_id = p_provider_id) then
    raise exception 'this course is not taught by this provider' using errcode = 'check_violation';
  end if;

  -- A seat at a date of the course before is free for somebody else.
  dates := array(
    select s.session_id from public.order_seats s
    where s.order_id = enrollment.order_id and s.course_id = step.course_id and s.status in ('held', 'booked', 'lost'));
  perform from public.partner_course_sessions c where c.id = any (dates) order by c.id for update;
  update public.order_seats set status = 'released', updated_at = now()
  where order_id = enrollment.order_id and course_id = step.course_id and status in ('held', 'booked', 'lost');
  perform private.count_seats(dates);

  -- The graph has no way back from a running step but over failed: both moves are written down.
  if step.status in ('enrolling', 'in_progress') then
    perform private.move_step(p_step_id, 'failed', p_actor, p_cause);
  end if;
  update public.enrollment_steps
  set provider_id = p_provider_id, course_id = p_course_id, partner_enrollment_id = null, started_at = null,
    error_message = null, updated_at = now()
  where id = p_step_id;
  if step.status <> 'pending' then
    perform private.move_step(p_step_id, 'enrolling', p_actor, p_cause);
    return 'enrolling';
  end if;
  return 'pending';
end $$;
comment on function public.switch_step(uuid, uuid, uuid, text, text) is 'Moves a step that is not over to another provider''s course at the same position and gives its seats back; a step that had begun is enrolling again. Returns its state, null when the step or its enrollment is over. Raises check_violation while an enrollment at the partner before lives.';

create or replace function public.mark_step_started(
  p_step_id uuid, p_partner_enrollment_id uuid, p_actor text default 'system', p_cause text default 'the partner confirmed the enrollment'
) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  enrollment public.enrollments := private.lock_enrollment_of_step(p_step_id);
  step public.enrollment_steps;
begin
  select * into strict step from public.enrollment_steps where id = p_step_id;
  if step.status <> 'enrolling' or enrollment.status <> 'active' then
    return false;
  end if;
  -- Of the course the step has today: an enrollment it was switched away from starts nothing.
  if not exists (
    select from public.partner_lms_enrollments p
    where p.id = p_partner_enrollment_id and p.step_id = step.id and p.provider_id = step.provider_id
      and p.course_id = step.course_id and p.status <> 'canceled' and p.external_enrollment_id is not null
  ) then
    raise exception 'no enrollment at the partner is recorded for this step' using errcode = 'check_violation';
  end if;
  perform private.move_step(p_step_id, 'in_progress', p_actor, p_cause, p_partner_enrollment_id);
  return true;
end $$;

do $$
begin
  grant create on schema public to baton_engine;
  alter function public.switch_step(uuid, uuid, uuid, text, text) owner to baton_engine;
  revoke create on schema public from baton_engine;
end $$;
revoke execute on function public.switch_step(uuid, uuid, uuid, text, text) from public, anon, authenticated;
grant execute on function public.switch_step(uuid, uuid, uuid, text, text) to baton_worker;

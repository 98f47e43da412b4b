-- What a partner enrollment goes through besides progress: exams failed and taken again, sessions to be booked,
-- deadlines, seat time, requirements met. Ordinary states of an enrollment, not errors.

alter table public.partner_lms_enrollments
  add column standing text not null default 'learning',
  add column standing_at timestamptz,
  add column standing_place text,
  add column due_at timestamptz,
  add column exam_attempts integer not null default 0,
  add column seat_minutes_done integer,
  add column seat_minutes_required integer,
  add column group_code text,
  add column requirement_met_on date,
  add column last_progress_at timestamptz,
  add constraint partner_lms_enrollments_standing_is_known check (standing in (
    'learning', 'seat_time_open', 'session_unbooked', 'session_booked', 'exam_ready', 'exam_failed', 'retake_ready',
    'voucher_expired', 'deadline_passed', 'appointment_unbooked', 'appointment_booked')),
  add constraint partner_lms_enrollments_exam_attempts_are_not_negative check (exam_attempts >= 0),
  add constraint partner_lms_enrollments_seat_minutes_are_not_negative check (
    seat_minutes_done >= 0 and seat_minutes_required >= 0);
comment on column public.partner_lms_enrollments.standing is 'What the student has to do or wait for at the partner, as the partner says; learning is nothing special.';
comment on column public.partner_lms_enrollments.standing_at is 'The moment the standing speaks of: when a session or appointment begins.';
comment on column public.partner_lms_enrollments.standing_place is 'Where a session or appointment is, as the partner says; text or link, unchecked.';
comment on column public.partner_lms_enrollments.due_at is 'When the course or its exam voucher ends, whatever the standing.';
comment on column public.partner_lms_enrollments.exam_attempts is 'Exams taken so far, as the partner counts.';
comment on column public.partner_lms_enrollments.requirement_met_on is 'For ordered services: the day the requirement was met. A result is never stored.';
comment on column public.partner_lms_enrollments.last_progress_at is 'When progress or standing last changed; last_news_at is when the partner last answered or wrote.';

alter table public.partner_certificates
  add column verified_at timestamptz,
  add column verification text not null default 'not_checked',
  add column renew_from date generated always as (expiration_date - 60) stored,
  add constraint partner_certificates_verification_is_known check (
    verification in ('not_checked', 'confirmed', 'unknown', 'revoked'));
comment on column public.partner_certificates.verification is 'What the partner answered when it was asked about the number; not_checked where a partner offers no such call.';
comment on column public.partner_certificates.renew_from is 'Sixty days before the certificate expires: from then on its holder is reminded.';
create index partner_certificates_to_renew on public.partner_certificates (renew_from) where renew_from is not null;

create table public.partner_vouchers (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.partner_lms_providers (id),
  course_id uuid references public.partner_courses (id),
  kind text not null,
  code text,
  external_voucher_id text,
  status text not null default 'available',
  partner_enrollment_id uuid references public.partner_lms_enrollments (id),
  student_id uuid references public.profiles (id),
  attempt integer,
  expires_at timestamptz,
  reserved_at timestamptz,
  consumed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partner_vouchers_kind_is_known check (kind in ('exam_voucher', 'promo_code')),
  constraint partner_vouchers_status_is_known check (status in ('available', 'reserved', 'consumed', 'released', 'expired')),
  constraint partner_vouchers_have_a_code_or_an_id check (code is not null or external_voucher_id is not null),
  constraint partner_vouchers_code_is_once_in_stock unique (provider_id, code),
  constraint partner_vouchers_external_id_is_once unique (provider_id, external_voucher_id),
  constraint partner_vouchers_taken_names_its_enrollment check (
    status not in ('reserved', 'consumed') or (partner_enrollment_id is not null and student_id is not null and attempt is not null))
);
comment on table public.partner_vouchers is 'Something of worth that an enrollment at a partner uses up: an exam voucher or a promo code. code only where the school keeps a stock; worker''s eyes only.';
create unique index partner_vouchers_one_per_enrollment_and_attempt
  on public.partner_vouchers (partner_enrollment_id, attempt) where status in ('reserved', 'consumed');
create index partner_vouchers_in_stock on public.partner_vouchers (provider_id, kind, created_at) where status = 'available';
create index partner_vouchers_course_id on public.partner_vouchers (course_id);
create index partner_vouchers_student_id on public.partner_vouchers (student_id);

create table public.partner_course_requirements (
  course_id uuid not null references public.partner_courses (id) on delete cascade,
  required_course_id uuid not null references public.partner_courses (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (course_id, required_course_id),
  constraint partner_course_requirements_name_another_course check (course_id <> required_course_id)
);
comment on table public.partner_course_requirements is 'Courses of the same provider a student must take along with a course (RISE courses of Milady). Enrolled together with it, shown beside it; the partner decides whether they hold up its completion.';
create index partner_course_requirements_required_course_id on public.partner_course_requirements (required_course_id);

create table public.companion_enrollments (
  id uuid primary key default gen_random_uuid(),
  step_id uuid not null references public.enrollment_steps (id),
  student_id uuid not null references public.profiles (id),
  provider_id uuid not null references public.partner_lms_providers (id),
  course_id uuid not null references public.partner_courses (id),
  status text not null default 'pending',
  progress_percentage integer not null default 0,
  external_enrollment_id text,
  enrolled_at timestamptz,
  completed_at timestamptz,
  last_news_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint companion_enrollments_one_per_step_and_course unique (step_id, course_id),
  constraint companion_enrollments_external_id_is_unique_at_its_provider unique (provider_id, external_enrollment_id),
  constraint companion_enrollments_status_is_known check (status in ('pending', 'active', 'completed', 'canceled')),
  constraint companion_enrollments_progress_is_a_percentage check (progress_percentage between 0 and 100),
  constraint companion_enrollments_active_has_an_external_id check (
    status not in ('active', 'completed') or external_enrollment_id is not null)
);
comment on table public.companion_enrollments is 'A course a student takes along with the course of a step, because that course requires it.';
create index companion_enrollments_student_id on public.companion_enrollments (student_id);
create index companion_enrollments_course_id on public.companion_enrollments (course_id);

do $$
declare
  name text;
begin
  foreach name in array array['partner_vouchers', 'partner_course_requirements', 'companion_enrollments'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('create policy "the worker reads %1$s" on public.%1$I for select to baton_worker using (true)', name);
    execute format('grant select on public.%I to baton_worker', name);
  end loop;
  foreach name in array array['partner_vouchers', 'companion_enrollments'] loop
    execute format('create policy "an admin reads %1$s" on public.%1$I for select to authenticated using ((select public.is_admin()))', name);
    execute format('create policy "a student reads their own %1$s" on public.%1$I for select to authenticated using (student_id = (select auth.uid()))', name);
    execute format('create policy "the worker adds %1$s" on public.%1$I for insert to baton_worker with check (true)', name);
    execute format('create policy "the worker moves %1$s" on public.%1$I for update to baton_worker using (true) with check (true)', name);
    execute format('grant insert, update on public.%I to baton_worker', name);
  end loop;
end $$;

grant select on public.companion_enrollments to authenticated;
grant select on public.partner_course_requirements to anon, authenticated;
create policy "anybody reads partner_course_requirements" on public.partner_course_requirements
  for select to anon, authenticated using (true);
-- Column by column: a code or a partner's voucher id is worth money.
grant select (id, provider_id, course_id, kind, status, partner_enrollment_id, student_id, attempt, expires_at, reserved_at, consumed_at, created_at, updated_at)
  on public.partner_vouchers to authenticated;

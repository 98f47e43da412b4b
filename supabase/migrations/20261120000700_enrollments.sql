-- The road itself: enrollment, its steps and their history, what partners know, what went wrong, what was earned.

create table public.enrollments (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (id),
  program_id uuid references public.programs (id),
  order_id uuid not null unique references public.orders (id),
  title text not null,
  status text not null default 'active',
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint enrollments_status_is_known check (status in ('active', 'completed', 'suspended', 'canceled')),
  constraint enrollments_completed_has_a_time check ((status = 'completed') = (completed_at is not null))
);
comment on table public.enrollments is 'A student in a program: owns the truth of "may this student learn". One per order.';
create index enrollments_user_id on public.enrollments (user_id, created_at desc);
create unique index enrollments_one_running_per_student_and_program
  on public.enrollments (user_id, program_id) where status in ('active', 'suspended');
create index enrollments_program_id on public.enrollments (program_id);
create index enrollments_active on public.enrollments (id) where status = 'active';

create table public.enrollment_steps (
  id uuid primary key default gen_random_uuid(),
  enrollment_id uuid not null references public.enrollments (id),
  student_id uuid not null references public.profiles (id),
  provider_id uuid not null references public.partner_lms_providers (id),
  course_id uuid not null references public.partner_courses (id),
  sequence_order integer not null,
  required boolean not null default true,
  status text not null default 'pending',
  partner_enrollment_id uuid,
  started_at timestamptz,
  completed_at timestamptz,
  error_message text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint enrollment_steps_one_step_per_position unique (enrollment_id, sequence_order),
  constraint enrollment_steps_status_is_known check (status in (
    'pending', 'enrolling', 'in_progress', 'completed', 'failed', 'skipped', 'canceled')),
  constraint enrollment_steps_in_progress_has_a_partner_enrollment check (
    status not in ('in_progress', 'completed') or partner_enrollment_id is not null),
  constraint enrollment_steps_completed_has_a_time check (status <> 'completed' or completed_at is not null)
);
comment on table public.enrollment_steps is 'A position of one enrollment, a snapshot of the program at enrollment. Only the step functions write it.';
create unique index enrollment_steps_at_most_one_running
  on public.enrollment_steps (enrollment_id) where status in ('enrolling', 'in_progress');
create index enrollment_steps_student_id on public.enrollment_steps (student_id);
create index enrollment_steps_provider_id on public.enrollment_steps (provider_id, status);
create index enrollment_steps_course_id on public.enrollment_steps (course_id);
create index enrollment_steps_enrolling on public.enrollment_steps (updated_at) where status = 'enrolling';

create table public.step_events (
  id bigint generated always as identity primary key,
  step_id uuid not null references public.enrollment_steps (id),
  enrollment_id uuid not null references public.enrollments (id),
  student_id uuid not null references public.profiles (id),
  from_status text,
  to_status text not null,
  actor text not null,
  cause text not null,
  created_at timestamptz not null default now()
);
comment on table public.step_events is 'One row per move of a step, append-only. actor is who (system, partner:<slug>, user:<id>), cause is why.';
create index step_events_step_id on public.step_events (step_id, id);
create index step_events_enrollment_id on public.step_events (enrollment_id, id);
create index step_events_student_id on public.step_events (student_id);

create table public.partner_accounts (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.partner_lms_providers (id),
  student_id uuid not null references public.profiles (id),
  external_account_id text not null,
  created_at timestamptz not null default now(),
  constraint partner_accounts_one_per_student_and_provider unique (provider_id, student_id),
  constraint partner_accounts_external_id_belongs_to_one_student unique (provider_id, external_account_id)
);
comment on table public.partner_accounts is 'A student''s account at a provider, used again for the next course. No password is ever kept.';
create index partner_accounts_student_id on public.partner_accounts (student_id);

create table public.partner_lms_enrollments (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.partner_lms_providers (id),
  student_id uuid not null references public.profiles (id),
  course_id uuid not null references public.partner_courses (id),
  program_id uuid references public.programs (id),
  enrollment_id uuid not null references public.enrollments (id),
  step_id uuid not null references public.enrollment_steps (id),
  status text not null default 'pending',
  progress_percentage integer not null default 0,
  enrolled_at timestamptz,
  completed_at timestamptz,
  external_enrollment_id text,
  external_account_id text,
  external_certificate_id text,
  last_accessed_at timestamptz,
  last_news_at timestamptz,
  next_sync_at timestamptz,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partner_lms_enrollments_external_id_is_unique_at_its_provider unique (provider_id, external_enrollment_id),
  constraint partner_lms_enrollments_status_is_known check (status in ('pending', 'active', 'completed', 'failed', 'canceled')),
  constraint partner_lms_enrollments_progress_is_a_percentage check (progress_percentage between 0 and 100),
  constraint partner_lms_enrollments_active_has_an_external_id check (
    status not in ('active', 'completed') or (external_enrollment_id is not null and external_account_id is not null))
);
comment on table public.partner_lms_enrollments is 'What the partner knows of one student in one course: external ids, progress, last news. Written before the partner is asked.';
create unique index partner_lms_enrollments_one_living_per_step
  on public.partner_lms_enrollments (step_id) where status in ('pending', 'active', 'completed');
create index partner_lms_enrollments_student_id on public.partner_lms_enrollments (student_id);
create index partner_lms_enrollments_enrollment_id on public.partner_lms_enrollments (enrollment_id);
create index partner_lms_enrollments_course_id on public.partner_lms_enrollments (course_id);
create index partner_lms_enrollments_program_id on public.partner_lms_enrollments (program_id);
create index partner_lms_enrollments_due_for_sync
  on public.partner_lms_enrollments (provider_id, next_sync_at) where status = 'active';

alter table public.enrollment_steps
  add constraint enrollment_steps_partner_enrollment_id_fkey
  foreign key (partner_enrollment_id) references public.partner_lms_enrollments (id);
create index enrollment_steps_partner_enrollment_id on public.enrollment_steps (partner_enrollment_id);

create table public.partner_lms_enrollment_failures (
  id uuid primary key default gen_random_uuid(),
  student_id uuid references public.profiles (id),
  provider_id uuid references public.partner_lms_providers (id),
  course_id uuid references public.partner_courses (id),
  program_id uuid references public.programs (id),
  order_id uuid references public.orders (id),
  enrollment_id uuid references public.enrollments (id),
  step_id uuid references public.enrollment_steps (id),
  subject text not null,
  reason text not null,
  owner text not null,
  error_message text not null,
  retry_count integer not null default 0,
  next_retry_at timestamptz,
  resolved_at timestamptz,
  resolution text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partner_lms_enrollment_failures_owner_is_known check (owner in ('us', 'partner', 'student', 'admin')),
  constraint partner_lms_enrollment_failures_reason_is_a_code check (reason ~ '^[a-z][a-z0-9_]{1,60}$'),
  constraint partner_lms_enrollment_failures_resolved_says_how check ((resolved_at is null) = (resolution is null))
);
comment on table public.partner_lms_enrollment_failures is 'Something a person must be able to see until it is resolved. subject names what failed (step:<id>, order:<id>, event:<id>); open means resolved_at is null.';
create unique index partner_lms_enrollment_failures_one_open_per_subject
  on public.partner_lms_enrollment_failures (subject, reason) where resolved_at is null;
create index partner_lms_enrollment_failures_student_id on public.partner_lms_enrollment_failures (student_id);
create index partner_lms_enrollment_failures_provider_id on public.partner_lms_enrollment_failures (provider_id);
create index partner_lms_enrollment_failures_order_id on public.partner_lms_enrollment_failures (order_id);
create index partner_lms_enrollment_failures_enrollment_id on public.partner_lms_enrollment_failures (enrollment_id);
create index partner_lms_enrollment_failures_step_id on public.partner_lms_enrollment_failures (step_id);

create table public.certificates (
  id uuid primary key default gen_random_uuid(),
  public_id text not null unique,
  enrollment_id uuid not null references public.enrollments (id),
  student_id uuid not null references public.profiles (id),
  certificate_number bigint generated always as identity unique,
  holder_name text not null,
  program_title text not null,
  steps jsonb not null,
  status text not null default 'valid',
  issued_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  revoked_reason text,
  created_at timestamptz not null default now(),
  constraint certificates_status_is_known check (status in ('valid', 'revoked')),
  constraint certificates_public_id_cannot_be_guessed check (length(public_id) >= 22),
  constraint certificates_revoked_says_when_and_why check ((status = 'revoked') = (revoked_at is not null and revoked_reason is not null))
);
comment on table public.certificates is 'The school''s certificate for a completed enrollment. steps is the snapshot printed on it: [{courseName, partnerLabel, completedOn}].';
create unique index certificates_one_valid_per_enrollment on public.certificates (enrollment_id) where status = 'valid';
create index certificates_student_id on public.certificates (student_id);

create table public.partner_certificates (
  id uuid primary key default gen_random_uuid(),
  enrollment_id uuid not null references public.partner_lms_enrollments (id),
  student_id uuid not null references public.profiles (id),
  provider_id uuid not null references public.partner_lms_providers (id),
  certificate_number text not null,
  certificate_url text,
  verification_url text,
  issued_date date,
  expiration_date date,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partner_certificates_number_once_per_enrollment unique (enrollment_id, certificate_number)
);
comment on table public.partner_certificates is 'A document the partner issued. enrollment_id is the partner enrollment it was earned in. Links are the partner''s, unchecked text.';
create index partner_certificates_student_id on public.partner_certificates (student_id);
create index partner_certificates_provider_id on public.partner_certificates (provider_id);

do $$
declare
  name text;
begin
  foreach name in array array[
    'enrollments', 'enrollment_steps', 'step_events', 'partner_accounts', 'partner_lms_enrollments',
    'partner_lms_enrollment_failures', 'certificates', 'partner_certificates'
  ] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('grant select on public.%I to authenticated, baton_worker', name);
    execute format('create policy "the worker reads %1$s" on public.%1$I for select to baton_worker using (true)', name);
    execute format('create policy "an admin reads %1$s" on public.%1$I for select to authenticated using ((select public.is_admin()))', name);
  end loop;
  foreach name in array array[
    'enrollment_steps', 'step_events', 'partner_accounts', 'partner_lms_enrollments', 'certificates', 'partner_certificates'
  ] loop
    execute format(
      'create policy "a student reads their own %1$s" on public.%1$I for select to authenticated using (student_id = (select auth.uid()))',
      name
    );
  end loop;
end $$;

create policy "a student reads their own enrollments" on public.enrollments
  for select to authenticated using (user_id = (select auth.uid()));

grant insert (user_id, program_id, order_id, title) on public.enrollments to baton_worker;
create policy "the worker opens enrollments" on public.enrollments for insert to baton_worker with check (status = 'active');

grant insert on public.partner_accounts to baton_worker;
create policy "the worker keeps partner accounts" on public.partner_accounts for insert to baton_worker with check (true);

grant insert, update on public.partner_lms_enrollments, public.partner_lms_enrollment_failures, public.partner_certificates to baton_worker;
create policy "the worker writes down its intent" on public.partner_lms_enrollments for insert to baton_worker with check (true);
create policy "the worker keeps what partners say" on public.partner_lms_enrollments for update to baton_worker using (true) with check (true);
create policy "the worker opens failures" on public.partner_lms_enrollment_failures for insert to baton_worker with check (true);
create policy "the worker follows failures up" on public.partner_lms_enrollment_failures for update to baton_worker using (true) with check (true);
create policy "the worker collects partner certificates" on public.partner_certificates for insert to baton_worker with check (true);
create policy "the worker completes partner certificates" on public.partner_certificates for update to baton_worker using (true) with check (true);

grant insert on public.certificates to baton_worker;
create policy "the worker issues certificates" on public.certificates for insert to baton_worker with check (status = 'valid');

-- The only thing a page may change here: when the student was last let in.
grant select (id), update (last_accessed_at) on public.partner_lms_enrollments to baton_web;
create policy "the web finds the enrollment it lets in" on public.partner_lms_enrollments for select to baton_web using (true);
create policy "the web records the last access" on public.partner_lms_enrollments for update to baton_web using (true) with check (true);

-- Stable read-only views for BI tools and audits (docs/reporting.md). Names and columns here do not change
-- when tables do. Rows of all students: for role baton_reporting and the owner, never for people who sign in.

create schema reporting;
comment on schema reporting is 'Read-only views with stable names for BI tools and audits.';

create view reporting.orders with (security_invoker = true) as
  select id, student_id, program_id, course_id, status, amount_cents, refunded_cents, currency, livemode,
    stripe_checkout_session_id, stripe_payment_intent_id, created_at, paid_at, updated_at
  from public.orders;

create view reporting.enrollments with (security_invoker = true) as
  select id, user_id as student_id, program_id, order_id, title, status, created_at, completed_at, updated_at
  from public.enrollments;

create view reporting.steps with (security_invoker = true) as
  select s.id, s.enrollment_id, s.student_id, s.provider_id, p.provider_type as partner, s.course_id, s.sequence_order,
    s.required, s.status, s.partner_enrollment_id, s.started_at, s.completed_at, s.error_message, s.created_at, s.updated_at
  from public.enrollment_steps s
  join public.partner_lms_providers p on p.id = s.provider_id;

create view reporting.step_events with (security_invoker = true) as
  select id, step_id, enrollment_id, student_id, from_status, to_status, actor, cause, created_at
  from public.step_events;

create view reporting.partner_enrollments with (security_invoker = true) as
  select e.id, e.provider_id, p.provider_type as partner, e.student_id, e.course_id, e.program_id, e.enrollment_id,
    e.step_id, e.status, e.progress_percentage, e.external_enrollment_id, e.external_account_id,
    e.external_certificate_id, e.enrolled_at, e.completed_at, e.last_accessed_at, e.last_news_at, e.created_at, e.updated_at
  from public.partner_lms_enrollments e
  join public.partner_lms_providers p on p.id = e.provider_id;

create view reporting.certificates with (security_invoker = true) as
  select id, public_id, certificate_number, enrollment_id, student_id, program_title, status, issued_at, expires_at,
    revoked_at, revoked_reason
  from public.certificates;

create view reporting.open_failures with (security_invoker = true) as
  select id, subject, reason, owner, student_id, provider_id, course_id, program_id, order_id, enrollment_id, step_id,
    error_message, retry_count, next_retry_at, created_at, updated_at
  from public.partner_lms_enrollment_failures
  where resolved_at is null;

create view reporting.ledger with (security_invoker = true) as
  select id, order_id, student_id, account, purpose, reference, amount_cents, currency, created_at
  from public.ledger_entries;

create view reporting.transfers with (security_invoker = true) as
  select id, order_id, provider_id, student_id, purpose, status, amount_cents, currency, stripe_transfer_id, created_at, updated_at
  from public.transfers;

create view reporting.jobs with (security_invoker = true) as
  select id, name, singleton_key as key, group_id as "group", state::text as state, retry_count, retry_limit, start_after,
    created_on as created_at, started_on as started_at, completed_on as completed_at
  from pgboss.job;

create view reporting.inbox with (security_invoker = true) as
  select id, source, event_id, event_type, received_at, relayed_at, handled_at, outcome
  from public.inbox_events;

-- The views read as whoever asks, so that role needs the tables: only the columns that a view names. Bodies of
-- events, holders' names and payment links stay closed.
do $$
declare
  used record;
begin
  for used in
    select table_schema, table_name, string_agg(quote_ident(column_name), ', ') as columns
    from information_schema.view_column_usage
    where view_schema = 'reporting'
    group by table_schema, table_name
  loop
    execute format('grant select (%s) on %I.%I to baton_reporting', used.columns, used.table_schema, used.table_name);
    if used.table_schema = 'public' then
      execute format('create policy "reports read %1$s" on public.%1$I for select to baton_reporting using (true)', used.table_name);
    end if;
  end loop;
end $$;

grant usage on schema reporting to baton_reporting, baton_worker;
grant select on all tables in schema reporting to baton_reporting, baton_worker;
grant usage on schema pgboss to baton_reporting;

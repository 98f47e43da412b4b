-- Views for BI tools gain what migration 1200 added. Columns are added at the end: existing reports keep working.

create or replace view reporting.partner_enrollments with (security_invoker = true) as
  select e.id, e.provider_id, p.provider_type as partner, e.student_id, e.course_id, e.program_id, e.enrollment_id,
    e.step_id, e.status, e.progress_percentage, e.external_enrollment_id, e.external_account_id,
    e.external_certificate_id, e.enrolled_at, e.completed_at, e.last_accessed_at, e.last_news_at, e.created_at, e.updated_at,
    e.standing, e.standing_at, e.due_at, e.exam_attempts, e.seat_minutes_done, e.seat_minutes_required, e.group_code,
    e.requirement_met_on, e.last_progress_at
  from public.partner_lms_enrollments e
  join public.partner_lms_providers p on p.id = e.provider_id;

create view reporting.partner_certificates with (security_invoker = true) as
  select c.id, c.enrollment_id as partner_enrollment_id, c.student_id, c.provider_id, p.provider_type as partner,
    c.certificate_number, c.issued_date, c.expiration_date, c.renew_from, c.verification, c.verified_at, c.created_at
  from public.partner_certificates c
  join public.partner_lms_providers p on p.id = c.provider_id;

create view reporting.vouchers with (security_invoker = true) as
  select v.id, v.provider_id, p.provider_type as partner, v.course_id, v.kind, v.status, v.partner_enrollment_id,
    v.student_id, v.attempt, v.expires_at, v.reserved_at, v.consumed_at, v.created_at
  from public.partner_vouchers v
  join public.partner_lms_providers p on p.id = v.provider_id;

create view reporting.companion_enrollments with (security_invoker = true) as
  select c.id, c.step_id, c.student_id, c.provider_id, p.provider_type as partner, c.course_id, c.status,
    c.progress_percentage, c.external_enrollment_id, c.enrolled_at, c.completed_at, c.created_at
  from public.companion_enrollments c
  join public.partner_lms_providers p on p.id = c.provider_id;

do $$
declare
  used record;
begin
  for used in
    select table_schema, table_name, string_agg(quote_ident(column_name), ', ') as columns
    from information_schema.view_column_usage
    where view_schema = 'reporting'
      and view_name in ('partner_enrollments', 'partner_certificates', 'vouchers', 'companion_enrollments')
    group by table_schema, table_name
  loop
    execute format('grant select (%s) on %I.%I to baton_reporting', used.columns, used.table_schema, used.table_name);
    if not exists (
      select from pg_catalog.pg_policies
      where schemaname = used.table_schema and tablename = used.table_name
        and policyname = format('reports read %s', used.table_name)
    ) then
      execute format('create policy "reports read %1$s" on public.%1$I for select to baton_reporting using (true)', used.table_name);
    end if;
  end loop;
end $$;

grant select on reporting.partner_certificates, reporting.vouchers, reporting.companion_enrollments to baton_reporting, baton_worker;

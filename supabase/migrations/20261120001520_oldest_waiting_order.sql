-- How long the longest waiting student has waited for a first course, for alerts and figures.

grant select on public.partner_lms_enrollment_failures to baton_engine;
create policy "figures know what waits for a person" on public.partner_lms_enrollment_failures
  for select to baton_engine using (true);

create function private.oldest_waiting_order(p_over_seconds integer)
returns table (orders integer, oldest_seconds integer)
-- security definer: the web counts them for whoever watches, and sees no order, step or student.
language sql stable security definer set search_path = ''
begin atomic
  with waiting as (
    -- Being enrolled in the first course: no other step of the enrollment ever began.
    select o.id, o.paid_at
    from public.enrollment_steps s
    join public.enrollments e on e.id = s.enrollment_id and e.status = 'active'
    join public.orders o on o.id = e.order_id and o.status = 'paid'
    where s.status = 'enrolling' and not exists (
      select from public.enrollment_steps b where b.enrollment_id = s.enrollment_id and b.started_at is not null)
    union all
    -- Paid within a day and not enrolled at all.
    select o.id, o.paid_at
    from public.orders o
    where o.status = 'paid' and o.paid_at > now() - interval '1 day'
      and not exists (select from public.enrollments e where e.order_id = o.id)
  )
  select count(*) filter (where w.paid_at < now() - make_interval(secs => p_over_seconds))::integer,
    coalesce(max(extract(epoch from now() - w.paid_at)), 0)::integer
  from waiting w
  -- What a person was asked to settle waits for that person, and is on the admin page.
  where not exists (
    select from public.partner_lms_enrollment_failures f
    where f.order_id = w.id and f.resolved_at is null and f.next_retry_at is null);
end;
comment on function private.oldest_waiting_order(integer) is 'Paid orders without a first course to launch: how many for longer than so many seconds, and how long the oldest. Those that wait for a person to act are left out.';
grant create on schema private to baton_engine;
alter function private.oldest_waiting_order(integer) owner to baton_engine;
revoke create on schema private from baton_engine;
revoke execute on function private.oldest_waiting_order(integer) from public, anon, authenticated;
grant execute on function private.oldest_waiting_order(integer) to baton_web, baton_worker;

-- Who launched lately, for the alert about a silent partner.
create index partner_lms_enrollments_last_accessed
  on public.partner_lms_enrollments (provider_id, last_accessed_at) where last_accessed_at is not null;

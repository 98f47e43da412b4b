-- A seat that was given back needs nobody's attention any more, whatever gave it back: another date, another partner, a
-- refund. Its failure closes with it.

create function private.close_seat_failures() returns trigger
-- security definer: failures are the worker's to write; a seat closes its own and no others.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.partner_lms_enrollment_failures
  set resolved_at = now(), resolution = 'the seat was given back or moved', next_retry_at = null, updated_at = now()
  where subject = 'seat:' || new.id and resolved_at is null;
  return null;
end $$;
comment on function private.close_seat_failures() is 'Closes what was open about a seat that is released.';

do $$
begin
  grant create on schema private to baton_engine;
  alter function private.close_seat_failures() owner to baton_engine;
  revoke create on schema private from baton_engine;
  revoke execute on function private.close_seat_failures() from public, anon, authenticated;
end $$;

create trigger released_seat_closes_its_failure
  after update of status on public.order_seats for each row
  when (new.status = 'released' and old.status <> 'released') execute function private.close_seat_failures();

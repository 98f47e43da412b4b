-- A student whose paid seat was lost, or whose date was canceled, chooses another date of the same course.

grant update (resolved_at, resolution, next_retry_at, updated_at) on public.partner_lms_enrollment_failures to baton_engine;
create policy "rebooking closes what it settles" on public.partner_lms_enrollment_failures
  for update to baton_engine using (subject like 'seat:%') with check (subject like 'seat:%');

create function public.rebook_seat(p_student_id uuid, p_seat_id uuid, p_session_id uuid) returns text
-- security definer: no role that connects may write a seat; here stand the rules for changing one.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  seat public.order_seats;
  session public.partner_course_sessions;
begin
  select s.* into seat
  from public.order_seats s join public.orders o on o.id = s.order_id
  where s.id = p_seat_id and s.student_id = p_student_id and o.status in ('paid', 'partially_refunded', 'disputed');
  if not found then
    return 'unknown_session';
  end if;
  perform from public.partner_course_sessions c where c.id in (seat.session_id, p_session_id) order by c.id for update;
  select s.* into seat from public.order_seats s where s.id = p_seat_id for update;
  select c.* into session from public.partner_course_sessions c where c.id = p_session_id and c.course_id = seat.course_id;
  if not found then
    return 'unknown_session';
  end if;
  if not (seat.status = 'lost' or (seat.status = 'booked' and exists (
    select from public.partner_course_sessions c where c.id = seat.session_id and c.canceled_at is not null))) then
    return 'session_booked_already';
  end if;
  if not session.active or session.starts_at <= now() then
    return 'session_over';
  end if;
  if session.seats_taken >= session.capacity then
    return 'session_full';
  end if;
  update public.order_seats set status = 'released', updated_at = now() where id = seat.id;
  insert into public.order_seats (order_id, session_id, course_id, student_id, status, told_sequence)
  values (seat.order_id, session.id, seat.course_id, seat.student_id, 'booked', session.sequence)
  on conflict (order_id, session_id) do update
    set status = 'booked', told_sequence = excluded.told_sequence, updated_at = now();
  perform private.count_seats(array[seat.session_id, session.id]);
  update public.partner_lms_enrollment_failures
  set resolved_at = now(), resolution = 'the student chose another date', next_retry_at = null, updated_at = now()
  where subject = 'seat:' || seat.id and resolved_at is null;
  return 'booked';
end $$;
comment on function public.rebook_seat(uuid, uuid, uuid) is 'Moves a student''s lost seat, or one at a canceled date, to another date of the same course and closes its failure. Returns booked, or why not: unknown_session, session_booked_already (nothing to change), session_over, session_full.';

do $$
begin
  grant create on schema public to baton_engine;
  alter function public.rebook_seat(uuid, uuid, uuid) owner to baton_engine;
  revoke create on schema public from baton_engine;
end $$;
revoke execute on function public.rebook_seat(uuid, uuid, uuid) from public, anon, authenticated;
grant execute on function public.rebook_seat(uuid, uuid, uuid) to baton_web;

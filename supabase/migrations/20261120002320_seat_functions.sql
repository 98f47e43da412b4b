-- The only way a seat changes its state. Every function locks the dates first, in the order of their ids, and counts
-- afterwards: the check on seats_taken is the last guard.

grant update (seats_taken, sequence, updated_at) on public.partner_course_sessions to baton_engine;
grant insert, update on public.order_seats to baton_engine;
create policy "the seat functions count seats" on public.partner_course_sessions
  for update to baton_engine using (true) with check (true);
create policy "the seat functions take seats" on public.order_seats for insert to baton_engine with check (true);
create policy "the seat functions move seats" on public.order_seats for update to baton_engine using (true) with check (true);
-- To lock an unpaid order one must be able to update it; the policy lets no update through.
grant update (updated_at) on public.orders to baton_engine;
create policy "the seat functions lock unpaid orders" on public.orders
  for update to baton_engine using (status = 'awaiting_payment') with check (false);

create function private.count_seats(p_session_ids uuid[]) returns void
language sql set search_path = ''
begin atomic
  update public.partner_course_sessions c
  set seats_taken = (
    select count(*) from public.order_seats s where s.session_id = c.id and s.status in ('held', 'booked'))
  where c.id = any (p_session_ids);
end;
comment on function private.count_seats(uuid[]) is 'Counts the living seats of dates the caller has locked.';

create function public.hold_seats(p_order_id uuid, p_session_ids uuid[]) returns text
-- security definer: no role that connects may write a seat; here stand the rules for taking one.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  purchase public.orders;
  courses uuid[];
  touched uuid[];
  session public.partner_course_sessions;
begin
  select * into purchase from public.orders where id = p_order_id and status = 'awaiting_payment' for update;
  if not found then
    raise exception 'order % does not await payment', p_order_id using errcode = 'no_data_found';
  end if;
  courses := array(
    select o.course_id from public.program_partner_lms o
    where o.program_id = purchase.program_id and o.id = any (purchase.option_ids));
  if exists (
    select from unnest(p_session_ids) as asked (id)
    left join public.partner_course_sessions c on c.id = asked.id and c.course_id = any (courses)
    where c.id is null)
  or (select count(distinct c.course_id) <> cardinality(p_session_ids)
    from public.partner_course_sessions c where c.id = any (p_session_ids)) then
    return 'unknown_session';
  end if;
  if exists (
    select from public.course_schedules n
    where n.course_id = any (courses) and not exists (
      select from public.partner_course_sessions c where c.course_id = n.course_id and c.id = any (p_session_ids))) then
    return 'choose_a_session';
  end if;

  -- What the same student put aside for another purchase of these courses, or for this one before, is given back.
  touched := p_session_ids || array(
    select s.session_id from public.order_seats s join public.orders o on o.id = s.order_id
    where s.student_id = purchase.student_id and s.course_id = any (courses)
      and s.status = 'held' and o.status = 'awaiting_payment');
  perform from public.partner_course_sessions c where c.id = any (touched) order by c.id for update;
  update public.order_seats s set status = 'released', updated_at = now()
  from public.orders o
  where o.id = s.order_id and o.status = 'awaiting_payment' and s.student_id = purchase.student_id
    and s.course_id = any (courses) and s.status = 'held' and s.session_id = any (touched)
    and not (s.order_id = p_order_id and s.session_id = any (p_session_ids));
  perform private.count_seats(touched);

  for session in select * from public.partner_course_sessions c where c.id = any (p_session_ids) order by c.id loop
    continue when exists (
      select from public.order_seats s
      where s.order_id = p_order_id and s.session_id = session.id and s.status = 'held');
    if not session.active or session.starts_at <= now() then
      return 'session_over';
    end if;
    if exists (
      select from public.order_seats s
      where s.session_id = session.id and s.student_id = purchase.student_id and s.status in ('held', 'booked')) then
      return 'session_booked_already';
    end if;
    if session.seats_taken >= session.capacity then
      return 'session_full';
    end if;
    insert into public.order_seats (order_id, session_id, course_id, student_id, told_sequence)
    values (p_order_id, session.id, session.course_id, purchase.student_id, session.sequence)
    on conflict (order_id, session_id) do update
      set status = 'held', told_sequence = excluded.told_sequence, updated_at = now();
  end loop;
  perform private.count_seats(p_session_ids);
  return 'held';
end $$;
comment on function public.hold_seats(uuid, uuid[]) is 'Gives an unpaid order a seat at each of these dates, one per course, and no others. Returns held, or why not: unknown_session, choose_a_session, session_over, session_booked_already, session_full; the caller then rolls back. A second call with the same dates changes nothing.';

create function private.settle_seats() returns trigger
-- security definer: whoever moves an order moves its seats with it, and can neither forget nor forge that.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  courses uuid[] := array(select s.course_id from public.order_seats s where s.order_id = new.id);
  touched uuid[];
  seat record;
begin
  if cardinality(courses) = 0 then
    return null;
  end if;
  -- Besides its own: what the same student put aside for another purchase of these courses.
  touched := array(
    select s.session_id from public.order_seats s join public.orders o on o.id = s.order_id
    where s.order_id = new.id or (s.student_id = new.student_id and s.course_id = any (courses)
      and s.status = 'held' and o.status = 'awaiting_payment'));
  perform from public.partner_course_sessions c where c.id = any (touched) order by c.id for update;
  if new.status in ('expired', 'failed', 'refunded') then
    update public.order_seats set status = 'released', updated_at = now()
    where order_id = new.id and status in ('held', 'booked');
  elsif new.status = 'paid' then
    -- Paying for one purchase gives up what other open ones hold.
    update public.order_seats s set status = 'released', updated_at = now()
    from public.orders o
    where o.id = s.order_id and o.status = 'awaiting_payment' and s.student_id = new.student_id
      and s.course_id = any (courses) and s.status = 'held' and s.session_id = any (touched);
    perform private.count_seats(touched);
    -- Of each course the seat chosen last. Money may come after the seat was given back: then it is taken again, if it can be.
    for seat in
      select distinct on (s.course_id) s.id, s.status, s.session_id, s.student_id, c.sequence,
        c.active and c.starts_at > now() as on_offer, c.canceled_at is not null as canceled, c.seats_taken < c.capacity as has_room
      from public.order_seats s join public.partner_course_sessions c on c.id = s.session_id
      where s.order_id = new.id
      order by s.course_id, s.status in ('held', 'booked') desc, s.updated_at desc
    loop
      update public.order_seats s
      set updated_at = now(), status = case
        when seat.status in ('held', 'booked') then case when seat.canceled then 'lost' else 'booked' end
        when seat.on_offer and seat.has_room and not exists (
          select from public.order_seats other
          where other.session_id = seat.session_id and other.student_id = seat.student_id and other.status in ('held', 'booked'))
          then 'booked'
        else 'lost' end,
        told_sequence = seat.sequence
      where s.id = seat.id;
    end loop;
  end if;
  perform private.count_seats(touched);
  return null;
end $$;
comment on function private.settle_seats() is 'Moves the seats of an order with it: paid books them, or says that they are lost; expired, failed and refunded give them back.';

create function private.count_session_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if (new.starts_at, new.ends_at, new.time_zone, new.place, new.canceled_at)
    is distinct from (old.starts_at, old.ends_at, old.time_zone, old.place, old.canceled_at) then
    new.sequence := old.sequence + 1;
    new.updated_at := now();
  end if;
  return new;
end $$;
comment on function private.count_session_change() is 'Counts the changes of a date that people who booked must hear of.';

create function private.count_link_change() returns trigger
-- security definer: the count is nobody's to write.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.partner_course_sessions set sequence = sequence + 1, updated_at = now()
  where id = case when tg_op = 'DELETE' then old.session_id else new.session_id end;
  return null;
end $$;
comment on function private.count_link_change() is 'Counts a new address of an online date as a change of the date.';

do $$
declare
  name text;
begin
  grant create on schema public, private to baton_engine;
  alter function public.hold_seats(uuid, uuid[]) owner to baton_engine;
  alter function private.count_seats(uuid[]) owner to baton_engine;
  alter function private.settle_seats() owner to baton_engine;
  alter function private.count_link_change() owner to baton_engine;
  revoke create on schema public, private from baton_engine;
  foreach name in array array['count_seats(uuid[])', 'settle_seats()', 'count_session_change()', 'count_link_change()'] loop
    execute format('revoke execute on function private.%s from public, anon, authenticated', name);
  end loop;
end $$;
revoke execute on function public.hold_seats(uuid, uuid[]) from public, anon, authenticated;
grant execute on function public.hold_seats(uuid, uuid[]) to baton_web;

create trigger seats_move_with_their_order
  after update of status on public.orders for each row
  when (old.status is distinct from new.status) execute function private.settle_seats();
create trigger date_counts_its_changes
  before update on public.partner_course_sessions for each row execute function private.count_session_change();
create trigger date_counts_changes_of_its_link
  after insert or update or delete on public.course_session_links for each row execute function private.count_link_change();

-- The step machine: the only way a step or an enrollment changes its state. Functions run as baton_engine
-- (security definer), because nobody who connects holds UPDATE on a status; only the worker may call them.
-- Every function locks the enrollment first, so moves of one enrollment happen one after the other.
-- search_path names pg_temp last: with '' a temporary type of the caller would stand before Postgres's own, and
-- its check would run as baton_engine.

grant usage on schema private to baton_engine;
grant select, update on public.enrollments, public.enrollment_steps to baton_engine;
grant insert on public.enrollment_steps, public.step_events to baton_engine;
grant select on public.step_events, public.orders, public.programs, public.program_partner_lms, public.partner_courses,
  public.partner_lms_enrollments to baton_engine;

do $$
declare
  name text;
begin
  foreach name in array array['enrollments', 'enrollment_steps'] loop
    execute format('create policy "the step functions move %1$s" on public.%1$I for update to baton_engine using (true) with check (true)', name);
  end loop;
  foreach name in array array['enrollment_steps', 'step_events'] loop
    execute format('create policy "the step functions add %1$s" on public.%1$I for insert to baton_engine with check (true)', name);
  end loop;
  foreach name in array array[
    'enrollments', 'enrollment_steps', 'step_events', 'orders', 'programs', 'program_partner_lms', 'partner_courses', 'partner_lms_enrollments'
  ] loop
    execute format('create policy "the step functions read %1$s" on public.%1$I for select to baton_engine using (true)', name);
  end loop;
end $$;

create function private.step_may_move(from_status text, to_status text) returns boolean
language sql immutable set search_path = ''
return case from_status
  when 'pending' then to_status in ('enrolling', 'skipped', 'canceled')
  when 'enrolling' then to_status in ('in_progress', 'failed', 'skipped', 'canceled')
  when 'in_progress' then to_status in ('completed', 'failed', 'skipped', 'canceled')
  when 'failed' then to_status in ('enrolling', 'skipped', 'canceled')
  else false
end;
comment on function private.step_may_move(text, text) is 'The graph of a step. completed, skipped and canceled are final.';

create function private.lock_enrollment_of_step(p_step_id uuid) returns public.enrollments
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  enrollment public.enrollments;
begin
  select e.* into enrollment
  from public.enrollments e
  where e.id = (select s.enrollment_id from public.enrollment_steps s where s.id = p_step_id)
  for update;
  if not found then
    raise exception 'step % does not exist', p_step_id using errcode = 'no_data_found';
  end if;
  return enrollment;
end $$;
comment on function private.lock_enrollment_of_step(uuid) is 'Locks and returns the enrollment a step belongs to; raises no_data_found for an unknown step.';

create function private.move_step(
  p_step_id uuid, p_to text, p_actor text, p_cause text,
  p_partner_enrollment_id uuid default null, p_error text default null
) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  step public.enrollment_steps;
begin
  select * into strict step from public.enrollment_steps where id = p_step_id;
  if not private.step_may_move(step.status, p_to) then
    raise exception 'a step cannot move from % to %', step.status, p_to using errcode = 'check_violation';
  end if;
  update public.enrollment_steps
  set status = p_to,
      partner_enrollment_id = coalesce(p_partner_enrollment_id, partner_enrollment_id),
      started_at = case when p_to = 'in_progress' then coalesce(started_at, now()) else started_at end,
      completed_at = case when p_to = 'completed' then now() else completed_at end,
      error_message = p_error,
      updated_at = now()
  where id = p_step_id;
  insert into public.step_events (step_id, enrollment_id, student_id, from_status, to_status, actor, cause)
  values (step.id, step.enrollment_id, step.student_id, step.status, p_to, p_actor, p_cause);
end $$;
comment on function private.move_step(uuid, text, text, text, uuid, text) is 'Moves one step along the graph and writes its history row. The caller holds the enrollment''s lock.';

create function public.generate_enrollment_steps(p_enrollment_id uuid) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  enrollment public.enrollments;
  purchase public.orders;
  made integer;
begin
  select * into enrollment from public.enrollments where id = p_enrollment_id for update;
  if not found then
    raise exception 'enrollment % does not exist', p_enrollment_id using errcode = 'no_data_found';
  end if;
  select count(*) into made from public.enrollment_steps where enrollment_id = p_enrollment_id;
  if made > 0 then
    return made;
  end if;

  select * into strict purchase from public.orders where id = enrollment.order_id;
  if purchase.course_id is not null then
    insert into public.enrollment_steps (enrollment_id, student_id, provider_id, course_id, sequence_order)
    select enrollment.id, enrollment.user_id, c.provider_id, c.id, 1
    from public.partner_courses c where c.id = purchase.course_id;
  else
    -- A position with one option is that option; with several, the order must name exactly one of them.
    insert into public.enrollment_steps (enrollment_id, student_id, provider_id, course_id, sequence_order, required)
    select enrollment.id, enrollment.user_id, o.provider_id, o.course_id, o.sequence_order, o.required
    from public.program_partner_lms o
    where o.program_id = purchase.program_id
      and (
        o.id = any (purchase.option_ids)
        or not exists (
          select from public.program_partner_lms other
          where other.program_id = o.program_id and other.sequence_order = o.sequence_order and other.id <> o.id)
      );
    if exists (
      select from public.program_partner_lms o
      where o.program_id = purchase.program_id
        and not exists (
          select from public.enrollment_steps s
          where s.enrollment_id = enrollment.id and s.sequence_order = o.sequence_order)
    ) then
      raise exception 'the order does not say which partner was chosen at every position'
        using errcode = 'check_violation';
    end if;
  end if;

  if not exists (select from public.enrollment_steps where enrollment_id = enrollment.id and required) then
    raise exception 'the program has no required step' using errcode = 'check_violation';
  end if;
  insert into public.step_events (step_id, enrollment_id, student_id, from_status, to_status, actor, cause)
  select id, enrollment_id, student_id, null, 'pending', 'system', 'generated from the order'
  from public.enrollment_steps where enrollment_id = enrollment.id order by sequence_order;
  get diagnostics made = row_count;
  return made;
end $$;
comment on function public.generate_enrollment_steps(uuid) is 'Writes the steps of an enrollment from its order, all pending; returns how many there are. Called again it changes nothing. Raises check_violation for a program without a required step or an order with an open choice.';

create function public.get_current_step(p_enrollment_id uuid) returns public.enrollment_steps
language sql stable set search_path = ''
begin atomic
  select s.* from public.enrollment_steps s
  where s.enrollment_id = p_enrollment_id and s.status not in ('completed', 'skipped', 'canceled')
    and (s.status <> 'failed' or s.required)
  order by s.sequence_order
  limit 1;
end;
comment on function public.get_current_step(uuid) is 'The first step that is not over yet (a failed optional step holds nobody up); null when there is none. Reads as the caller.';

create function public.is_enrollment_complete(p_enrollment_id uuid) returns boolean
language sql stable set search_path = ''
return exists (
    select from public.enrollment_steps where enrollment_id = p_enrollment_id and required
  ) and not exists (
    select from public.enrollment_steps
    where enrollment_id = p_enrollment_id and required and status not in ('completed', 'skipped')
  );
comment on function public.is_enrollment_complete(uuid) is 'True when the enrollment has required steps and every one is completed or waived. Reads as the caller.';

create function public.advance_to_next_step(p_enrollment_id uuid, p_cause text default 'the step before is finished')
returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  enrollment public.enrollments;
  current_step public.enrollment_steps;
begin
  select * into enrollment from public.enrollments where id = p_enrollment_id for update;
  if not found then
    raise exception 'enrollment % does not exist', p_enrollment_id using errcode = 'no_data_found';
  end if;
  if enrollment.status <> 'active' then
    return null;
  end if;
  current_step := public.get_current_step(p_enrollment_id);
  if current_step.status = 'pending' then
    perform private.move_step(current_step.id, 'enrolling', 'system', p_cause);
    return current_step.id;
  end if;
  if current_step.id is null and public.is_enrollment_complete(p_enrollment_id) then
    update public.enrollments set status = 'completed', completed_at = now(), updated_at = now()
    where id = p_enrollment_id;
  end if;
  return null;
end $$;
comment on function public.advance_to_next_step(uuid, text) is 'Starts the next waiting step (enrolling) and returns its id, or completes the enrollment when nothing is left; null when nothing started. Called again it changes nothing.';

create function public.mark_step_started(
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
  if not exists (
    select from public.partner_lms_enrollments p
    where p.id = p_partner_enrollment_id and p.step_id = step.id and p.provider_id = step.provider_id
      and p.external_enrollment_id is not null
  ) then
    raise exception 'no enrollment at the partner is recorded for this step' using errcode = 'check_violation';
  end if;
  perform private.move_step(p_step_id, 'in_progress', p_actor, p_cause, p_partner_enrollment_id);
  return true;
end $$;
comment on function public.mark_step_started(uuid, uuid, text, text) is 'enrolling → in_progress, once the partner''s enrollment id is recorded; false when the step is elsewhere. Raises check_violation without such a record.';

create function public.mark_step_complete(
  p_step_id uuid, p_external_id text, p_actor text default 'system', p_cause text default 'the partner says the course is finished'
) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  enrollment public.enrollments := private.lock_enrollment_of_step(p_step_id);
  step public.enrollment_steps;
  partner_enrollment_id uuid;
begin
  select * into strict step from public.enrollment_steps where id = p_step_id;
  select p.id into partner_enrollment_id
  from public.partner_lms_enrollments p
  where p.step_id = step.id and p.provider_id = step.provider_id and p.external_enrollment_id = p_external_id
    and p.status <> 'canceled';
  if partner_enrollment_id is null then
    raise exception 'this is not the enrollment recorded for this step' using errcode = 'check_violation';
  end if;
  -- A pending step has not begun, whatever anybody says; final states stay.
  if enrollment.status not in ('active', 'suspended') or step.status in ('pending', 'completed', 'skipped', 'canceled') then
    return false;
  end if;
  -- The partner's word can overtake our own bookkeeping: then the moves in between are written down too.
  if step.status = 'failed' then
    perform private.move_step(p_step_id, 'enrolling', p_actor, p_cause);
  end if;
  if step.status in ('failed', 'enrolling') then
    perform private.move_step(p_step_id, 'in_progress', p_actor, p_cause, partner_enrollment_id);
  end if;
  perform private.move_step(p_step_id, 'completed', p_actor, p_cause);
  return true;
end $$;
comment on function public.mark_step_complete(uuid, text, text, text) is 'Completes a step on the partner''s word about that very enrollment. True only for the call that moved it: a second or hundredth call returns false and changes nothing. Raises check_violation when the external id is not the step''s own.';

create function public.mark_step_failed(p_step_id uuid, p_error text, p_actor text default 'system', p_cause text default 'the enrollment did not work')
returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  step_status text;
begin
  perform private.lock_enrollment_of_step(p_step_id);
  select status into strict step_status from public.enrollment_steps where id = p_step_id;
  if step_status not in ('enrolling', 'in_progress') then
    return false;
  end if;
  perform private.move_step(p_step_id, 'failed', p_actor, p_cause, null, p_error);
  return true;
end $$;
comment on function public.mark_step_failed(uuid, text, text, text) is 'enrolling or in_progress → failed, with a sentence for people. False when the step is elsewhere.';

create function public.retry_step(p_step_id uuid, p_actor text, p_cause text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  enrollment public.enrollments := private.lock_enrollment_of_step(p_step_id);
  step_status text;
begin
  select status into strict step_status from public.enrollment_steps where id = p_step_id;
  if step_status <> 'failed' or enrollment.status <> 'active' then
    return false;
  end if;
  perform private.move_step(p_step_id, 'enrolling', p_actor, p_cause);
  return true;
end $$;
comment on function public.retry_step(uuid, text, text) is 'failed → enrolling. False when the step is elsewhere.';

create function public.skip_step(p_step_id uuid, p_actor text, p_cause text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  enrollment public.enrollments := private.lock_enrollment_of_step(p_step_id);
  step_status text;
begin
  select status into strict step_status from public.enrollment_steps where id = p_step_id;
  if step_status in ('completed', 'skipped', 'canceled') or enrollment.status <> 'active' then
    return false;
  end if;
  perform private.move_step(p_step_id, 'skipped', p_actor, p_cause);
  return true;
end $$;
comment on function public.skip_step(uuid, text, text) is 'Waives a step that is not over; actor and cause say who and why. False when it is over already.';

create function public.cancel_enrollment(p_enrollment_id uuid, p_actor text, p_cause text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  enrollment public.enrollments;
  step_id uuid;
begin
  select * into enrollment from public.enrollments where id = p_enrollment_id for update;
  if not found then
    raise exception 'enrollment % does not exist', p_enrollment_id using errcode = 'no_data_found';
  end if;
  if enrollment.status in ('completed', 'canceled') then
    return false;
  end if;
  for step_id in
    select id from public.enrollment_steps
    where enrollment_id = p_enrollment_id and status not in ('completed', 'skipped', 'canceled')
    order by sequence_order
  loop
    perform private.move_step(step_id, 'canceled', p_actor, p_cause);
  end loop;
  update public.enrollments set status = 'canceled', updated_at = now() where id = p_enrollment_id;
  return true;
end $$;
comment on function public.cancel_enrollment(uuid, text, text) is 'Ends an enrollment and every step that is not over. False when it is completed or canceled already.';

do $$
declare
  signature text;
begin
  -- Owned by baton_engine; create is lent only for the change of owner.
  grant create on schema public, private to baton_engine;
  foreach signature in array array[
    'public.generate_enrollment_steps(uuid)', 'public.advance_to_next_step(uuid, text)',
    'public.mark_step_started(uuid, uuid, text, text)', 'public.mark_step_complete(uuid, text, text, text)',
    'public.mark_step_failed(uuid, text, text, text)', 'public.retry_step(uuid, text, text)',
    'public.skip_step(uuid, text, text)', 'public.cancel_enrollment(uuid, text, text)'
  ] loop
    execute format('alter function %s owner to baton_engine', signature);
    execute format('revoke execute on function %s from public, anon, authenticated', signature);
    execute format('grant execute on function %s to baton_worker', signature);
  end loop;
  revoke create on schema public, private from baton_engine;
end $$;

revoke execute on all functions in schema private from public;
grant execute on function private.step_may_move(text, text), private.lock_enrollment_of_step(uuid),
  private.move_step(uuid, text, text, text, uuid, text) to baton_engine;

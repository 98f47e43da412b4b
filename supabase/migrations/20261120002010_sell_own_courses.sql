-- Putting a course of our own on sale: the one way a page writes a program. It can only ever make or change a program
-- that consists of that very course.

grant insert (slug, title, description, category, hours, price_cents, delivery_mode, active),
  update (title, description, price_cents, active, updated_at) on public.programs to baton_engine;
grant insert (program_id, provider_id, course_id, sequence_order) on public.program_partner_lms to baton_engine;
grant select on public.user_roles, public.partner_lms_providers, public.course_lessons to baton_engine;
create policy "the school's own programs are added" on public.programs
  for insert to baton_engine with check (delivery_mode = 'self_hosted');
create policy "the school's own programs are changed" on public.programs
  for update to baton_engine using (delivery_mode = 'self_hosted') with check (delivery_mode = 'self_hosted');
create policy "the school's own programs get their path" on public.program_partner_lms
  for insert to baton_engine with check (true);
create policy "the functions read user_roles" on public.user_roles for select to baton_engine using (true);
create policy "the functions read partner_lms_providers" on public.partner_lms_providers
  for select to baton_engine using (true);
create policy "the functions read course_lessons" on public.course_lessons for select to baton_engine using (true);

create function public.offer_own_course(
  p_actor uuid, p_course_id uuid, p_slug text, p_title text, p_description text, p_category text, p_price_cents integer, p_active boolean
) returns uuid
-- security definer: no role that connects may write programs; here the rules stand that make one act of it safe.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  course public.partner_courses;
  program public.programs;
begin
  if not exists (
    select from public.user_roles where user_id = p_actor and role in ('admin', 'super_admin')
  ) then
    raise exception 'only an admin puts a course on sale' using errcode = 'insufficient_privilege';
  end if;
  select c.* into course
  from public.partner_courses c join public.partner_lms_providers p on p.id = c.provider_id
  where c.id = p_course_id and p.provider_type = 'self';
  if not found then
    raise exception 'there is no course of our own with this id' using errcode = 'no_data_found';
  end if;
  if p_active and not exists (
    select from public.course_lessons where course_id = p_course_id and archived_at is null
  ) then
    raise exception 'a course without lessons cannot be sold' using errcode = 'check_violation';
  end if;

  select * into program from public.programs where slug = p_slug for update;
  if not found then
    insert into public.programs (slug, title, description, category, hours, price_cents, delivery_mode, active)
    values (p_slug, p_title, p_description, p_category, course.hours::integer, p_price_cents, 'self_hosted', p_active)
    returning * into program;
    insert into public.program_partner_lms (program_id, provider_id, course_id, sequence_order)
    values (program.id, course.provider_id, course.id, 1);
    return program.id;
  end if;
  if program.delivery_mode <> 'self_hosted' or exists (
    select from public.program_partner_lms where program_id = program.id and course_id <> p_course_id
  ) then
    raise exception 'another program has this address' using errcode = 'unique_violation';
  end if;
  update public.programs
  set title = p_title, description = p_description, price_cents = p_price_cents, active = p_active, updated_at = now()
  where id = program.id;
  return program.id;
end $$;
comment on function public.offer_own_course(uuid, uuid, text, text, text, text, integer, boolean) is 'Makes or changes the program that sells one course of our own, and returns its id. Raises insufficient_privilege for anybody but an admin, check_violation for a course without lessons, unique_violation when another program has the slug. A second call with the same words changes nothing more.';

do $$
begin
  grant create on schema public to baton_engine;
  alter function public.offer_own_course(uuid, uuid, text, text, text, text, integer, boolean) owner to baton_engine;
  revoke create on schema public from baton_engine;
  revoke execute on function public.offer_own_course(uuid, uuid, text, text, text, text, integer, boolean) from public, anon, authenticated;
  grant execute on function public.offer_own_course(uuid, uuid, text, text, text, text, integer, boolean) to baton_web;
end $$;

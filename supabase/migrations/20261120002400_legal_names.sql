-- A certificate carries the name its holder confirmed. Confirming is an act of the person, stamped by this clock, and
-- goes through a function: nobody who connects may write a legal name.

alter table public.profiles
  add column legal_name_confirmed_at timestamptz,
  add column phone text,
  add constraint profiles_phone_is_bounded check (length(phone) between 3 and 40),
  add constraint profiles_confirmed_name_is_there check (legal_name_confirmed_at is null or legal_name is not null);
comment on column public.profiles.legal_name_confirmed_at is 'When the person last said that legal_name is how certificates shall name them; null before.';
comment on column public.profiles.phone is 'As the person wrote it, for the school to call; null when they gave none.';

grant update (phone) on public.profiles to authenticated;

grant select, update (legal_name, legal_name_confirmed_at, updated_at) on public.profiles to baton_engine;
create policy "confirming a name reads the profile" on public.profiles for select to baton_engine using (true);
create policy "confirming a name keeps it" on public.profiles for update to baton_engine using (true) with check (true);

create function public.confirm_legal_name(p_student_id uuid, p_name text) returns boolean
-- security definer: a legal name is nobody's column to write, see above.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_name <> btrim(p_name) or p_name = '' or p_name ~ '[[:cntrl:]]' then
    raise exception 'this is no name' using errcode = 'check_violation';
  end if;
  update public.profiles
  set legal_name = p_name, legal_name_confirmed_at = now(), updated_at = now()
  where id = p_student_id;
  return found;
end $$;
comment on function public.confirm_legal_name(uuid, text) is 'Keeps the name a person confirmed for their certificates. False when there is no such person; raises check_violation for what is no name. Certificates that were issued stay as they are.';

grant create on schema public to baton_engine;
alter function public.confirm_legal_name(uuid, text) owner to baton_engine;
revoke create on schema public from baton_engine;
revoke execute on function public.confirm_legal_name(uuid, text) from public, anon, authenticated;
grant execute on function public.confirm_legal_name(uuid, text) to baton_web;

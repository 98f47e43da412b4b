-- Nobody who connects holds the right to change a provider: like the moves of a step, switching one is a function that
-- the worker alone may call. The policy of 1610 goes, and with it the columns it opened.

drop policy "the worker switches a provider off and on" on public.partner_lms_providers;
revoke update (active, updated_at) on public.partner_lms_providers from baton_worker;

grant select, update on public.partner_lms_providers to baton_engine;
create policy "switching reads providers" on public.partner_lms_providers for select to baton_engine using (true);
create policy "switching changes a provider" on public.partner_lms_providers
  for update to baton_engine using (true) with check (true);

create function public.switch_provider(p_provider_id uuid, p_active boolean) returns boolean
-- security definer: whether a provider is sold is nobody's column to write, see above.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.partner_lms_providers set active = p_active, updated_at = now()
  where id = p_provider_id and active <> p_active;
  return found;
end $$;
comment on function public.switch_provider(uuid, boolean) is 'Switches a provider on or off. False when it does not exist or is so already.';

grant create on schema public to baton_engine;
alter function public.switch_provider(uuid, boolean) owner to baton_engine;
revoke create on schema public from baton_engine;
revoke execute on function public.switch_provider(uuid, boolean) from public, anon, authenticated;
grant execute on function public.switch_provider(uuid, boolean) to baton_worker;

-- An admin switches a provider off or on through the inbox; the worker does it. Nothing else of a provider is its to change.

grant update (active, updated_at) on public.partner_lms_providers to baton_worker;
create policy "the worker switches a provider off and on" on public.partner_lms_providers
  for update to baton_worker using (true) with check (true);

-- How fast all processes together may ask one partner, and whether anybody may: one row per partner that they share.
-- Clock of the database only. Figures that are the same for every partner stand here; the rate comes with each call.

create table public.partner_gates (
  partner text primary key,
  tokens double precision not null,
  counted_at timestamptz not null,
  opened_at timestamptz,
  refuse_until timestamptz,
  probe_until timestamptz,
  constraint partner_gates_partner_is_a_slug check (partner ~ '^[a-z][a-z0-9-]{0,39}$'),
  constraint partner_gates_open_says_until_when check ((opened_at is null) = (refuse_until is null)),
  constraint partner_gates_only_an_open_one_is_probed check (probe_until is null or opened_at is not null)
) with (fillfactor = 20);
comment on table public.partner_gates is 'Token bucket and breaker of one partner, shared by all processes. tokens was true at counted_at; opened_at is null while calls go through; probe_until is set while one process asks whether the partner is well again.';

alter table public.partner_gates enable row level security;
alter table public.partner_gates force row level security;
grant select, insert, update on public.partner_gates to baton_web, baton_worker;
grant select on public.partner_gates to authenticated;
create policy "whoever calls partners reads the gates" on public.partner_gates for select to baton_web, baton_worker using (true);
create policy "whoever calls partners adds a gate" on public.partner_gates for insert to baton_web, baton_worker with check (true);
create policy "whoever calls partners moves a gate" on public.partner_gates for update to baton_web, baton_worker using (true) with check (true);
create policy "an admin sees how the gates stand" on public.partner_gates for select to authenticated using ((select public.is_admin()));

create function private.take_partner_calls(p_partner text, p_per_second double precision, p_people integer, p_background integer)
returns table (people integer, background integer, is_probe boolean, refused_ms integer, next_ms integer)
language plpgsql set search_path = '' as $$
#variable_conflict use_variable
declare
  -- A bucket holds a fifth of a second's worth, and half of it is for people only.
  capacity constant double precision := greatest(2, p_per_second * 0.2);
  reserve constant double precision := capacity / 2;
  -- Longer than one try of a call may take, so that a second probe means the first process is gone.
  probe_seconds constant double precision := 15;
  ask_again_ms constant integer := 250;
  gate public.partner_gates;
  moment timestamptz;
  available double precision;
begin
  select * into gate from public.partner_gates g where g.partner = p_partner for update;
  if not found then
    insert into public.partner_gates (partner, tokens, counted_at)
    values (p_partner, capacity, clock_timestamp()) on conflict do nothing;
    select * into gate from public.partner_gates g where g.partner = p_partner for update;
  end if;
  moment := clock_timestamp(); -- after the wait for the row
  is_probe := false;
  people := 0;
  background := 0;

  if gate.opened_at is not null then
    refused_ms := ceil(1000 * extract(epoch from greatest(gate.refuse_until, gate.probe_until) - moment));
    if refused_ms > 0 then
      if gate.probe_until is not null then refused_ms := least(refused_ms, ask_again_ms); end if;
      return next;
      return;
    end if;
    update public.partner_gates g set probe_until = moment + make_interval(secs => probe_seconds) where g.partner = p_partner;
    is_probe := true;
    refused_ms := ask_again_ms;
    if p_people > 0 then people := 1; else background := 1; end if;
    return next;
    return;
  end if;

  available := least(capacity, gate.tokens + p_per_second * greatest(0, extract(epoch from moment - gate.counted_at)));
  people := least(p_people, floor(available));
  available := available - people;
  background := greatest(0, least(p_background, floor(available - reserve)));
  available := available - background;
  update public.partner_gates g set tokens = available, counted_at = moment where g.partner = p_partner;
  next_ms := ceil(1000 * greatest(0, 1 - available + case when people < p_people then 0 else reserve end) / p_per_second);
  return next;
end $$;
comment on function private.take_partner_calls(text, double precision, integer, integer) is 'Takes up to so many calls of a partner out of its bucket, those that people wait for first. While the breaker is open: refused_ms says for how long nobody asks, and once that is over exactly one caller is the probe. next_ms: when there is more to take.';

create function private.open_partner_breaker(p_partner text, p_refuse_ms integer) returns boolean
language plpgsql set search_path = '' as $$
declare
  was_open boolean;
  moment timestamptz;
begin
  select g.opened_at is not null into was_open from public.partner_gates g where g.partner = p_partner for update;
  moment := clock_timestamp();
  insert into public.partner_gates as g (partner, tokens, counted_at, opened_at, refuse_until)
  values (p_partner, 0, moment, moment, moment + make_interval(secs => p_refuse_ms / 1000.0))
  on conflict (partner) do update
    set opened_at = coalesce(g.opened_at, excluded.opened_at), refuse_until = excluded.refuse_until, probe_until = null;
  return not coalesce(was_open, false);
end $$;
comment on function private.open_partner_breaker(text, integer) is 'Lets nobody ask this partner for so many milliseconds; after a probe that failed, for as long again. True when it was closed before.';

create function private.close_partner_breaker(p_partner text) returns boolean
language sql set search_path = ''
begin atomic
  with closed as (
    update public.partner_gates set opened_at = null, refuse_until = null, probe_until = null
    where partner = p_partner and opened_at is not null returning 1
  )
  select exists (select from closed);
end;
comment on function private.close_partner_breaker(text) is 'Lets everybody ask this partner again, because it answered. True when it was open before.';

grant usage on schema private to baton_web, baton_worker;
revoke execute on function private.take_partner_calls(text, double precision, integer, integer),
  private.open_partner_breaker(text, integer), private.close_partner_breaker(text) from public, anon, authenticated;
grant execute on function private.take_partner_calls(text, double precision, integer, integer),
  private.open_partner_breaker(text, integer), private.close_partner_breaker(text) to baton_web, baton_worker;

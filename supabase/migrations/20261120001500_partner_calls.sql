-- Every call Baton makes to the outside: what, how it ended, how long it took. Never a body, an id or a person.

create table public.partner_calls (
  id bigint generated always as identity primary key,
  partner text not null,
  operation text not null,
  outcome text not null,
  status integer,
  ms integer not null,
  called_at timestamptz not null,
  constraint partner_calls_partner_is_a_slug check (partner ~ '^[a-z][a-z0-9-]{0,39}$'),
  constraint partner_calls_operation_is_a_word check (operation ~ '^[A-Za-z]{1,40}$'),
  constraint partner_calls_outcome_is_known check (outcome in ('ok', 'retry', 'rejected', 'action_required', 'misconfigured')),
  constraint partner_calls_status_is_http_or_smtp check (status between 100 and 599),
  constraint partner_calls_ms_is_not_negative check (ms >= 0)
);
comment on table public.partner_calls is 'One row per call to a partner, to Stripe (partner stripe) or the mail server (mail); each try counts. Appended only, kept for some days.';

create table public.partner_call_minutes (
  id bigint generated always as identity primary key,
  partner text not null,
  minute timestamptz not null,
  calls integer not null,
  errors integer not null,
  ms_sum bigint not null,
  ms_max integer not null,
  to_100_ms integer not null,
  to_300_ms integer not null,
  to_1_s integer not null,
  to_3_s integer not null,
  to_10_s integer not null,
  over_10_s integer not null,
  constraint partner_call_minutes_one_per_partner_and_minute unique (partner, minute),
  constraint partner_call_minutes_errors_are_calls check (errors between 0 and calls),
  constraint partner_call_minutes_buckets_add_up check (
    to_100_ms + to_300_ms + to_1_s + to_3_s + to_10_s + over_10_s = calls)
);
comment on table public.partner_call_minutes is 'Calls per partner and minute, added up in the same commit as the calls. Each call is in one bucket: the first whose bound it does not pass. errors are all that did not end ok.';
create index partner_call_minutes_minute on public.partner_call_minutes (minute);

do $$
declare
  name text;
begin
  foreach name in array array['partner_calls', 'partner_call_minutes'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('create policy "whoever calls out adds %1$s" on public.%1$I for insert to baton_web, baton_worker with check (true)', name);
    execute format('create policy "the worker reads %1$s" on public.%1$I for select to baton_worker using (true)', name);
    execute format('create policy "the worker prunes %1$s" on public.%1$I for delete to baton_worker using (true)', name);
    execute format('create policy "reports read %1$s" on public.%1$I for select to baton_reporting using (true)', name);
    execute format('grant insert on public.%I to baton_web, baton_worker', name);
    execute format('grant select, delete on public.%I to baton_worker', name);
    execute format('grant select on public.%I to baton_reporting', name);
  end loop;
end $$;
grant select, update on public.partner_call_minutes to baton_web, baton_worker;
grant select on public.partner_call_minutes to authenticated;
create policy "the web adds up minutes" on public.partner_call_minutes for select to baton_web using (true);
create policy "whoever calls out adds to a minute" on public.partner_call_minutes for update to baton_web, baton_worker using (true) with check (true);
create policy "an admin reads partner_call_minutes" on public.partner_call_minutes for select to authenticated using ((select public.is_admin()));

create view reporting.partner_calls with (security_invoker = true) as
  select id, partner, operation, outcome, status, ms, called_at from public.partner_calls;

create view reporting.partner_call_minutes with (security_invoker = true) as
  select id, partner, minute, calls, errors, ms_sum, ms_max, to_100_ms, to_300_ms, to_1_s, to_3_s, to_10_s, over_10_s
  from public.partner_call_minutes;

grant select on reporting.partner_calls, reporting.partner_call_minutes to baton_reporting, baton_worker;

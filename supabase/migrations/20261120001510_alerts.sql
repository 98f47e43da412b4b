-- What somebody is told of once when it begins and once when it is over.

create table public.alerts (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  subject text not null,
  facts jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  resolved_at timestamptz,
  constraint alerts_kind_is_a_code check (kind ~ '^[a-z][a-z0-9_]{1,40}$'),
  constraint alerts_subject_is_a_slug check (subject ~ '^[a-z][a-z0-9-]{0,39}$'),
  constraint alerts_facts_are_an_object check (jsonb_typeof(facts) = 'object'),
  constraint alerts_facts_are_numbers check (
    not jsonb_path_exists(facts, '$.* ? (@.type() != "number")'))
);
comment on table public.alerts is 'Something about the whole that needs a person: kind and subject (a partner''s slug, or baton), counts as of last_seen_at. Open means resolved_at is null. Never about one student.';
create unique index alerts_at_most_one_open on public.alerts (kind, subject) where resolved_at is null;
create index alerts_opened_at on public.alerts (opened_at desc);

create table public.alert_messages (
  id bigint generated always as identity primary key,
  alert_id uuid not null references public.alerts (id) on delete cascade,
  news text not null,
  channel text not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  constraint alert_messages_news_is_known check (news in ('opened', 'recovered')),
  constraint alert_messages_channel_is_known check (channel in ('slack', 'sentry')),
  constraint alert_messages_once_per_channel unique (alert_id, channel, news)
);
comment on table public.alert_messages is 'Outbox of alerts: written in the commit that opens or ends one, for each channel that is configured then.';
create index alert_messages_unsent on public.alert_messages (created_at) where sent_at is null;

do $$
declare
  name text;
begin
  foreach name in array array['alerts', 'alert_messages'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('create policy "the worker reads %1$s" on public.%1$I for select to baton_worker using (true)', name);
    execute format('create policy "the worker adds %1$s" on public.%1$I for insert to baton_worker with check (true)', name);
    execute format('create policy "the worker moves %1$s" on public.%1$I for update to baton_worker using (true) with check (true)', name);
    execute format('create policy "the worker prunes %1$s" on public.%1$I for delete to baton_worker using (true)', name);
    execute format('create policy "an admin reads %1$s" on public.%1$I for select to authenticated using ((select public.is_admin()))', name);
    execute format('grant select, insert, update, delete on public.%I to baton_worker', name);
    execute format('grant select on public.%I to authenticated', name);
  end loop;
end $$;
-- For the figures it shows to whoever watches.
grant select (id, kind, resolved_at) on public.alerts to baton_web;
create policy "the web counts alerts" on public.alerts for select to baton_web using (true);
create policy "reports read alerts" on public.alerts for select to baton_reporting using (true);
grant select on public.alerts to baton_reporting;

create view reporting.alerts with (security_invoker = true) as
  select id, kind, subject, facts, opened_at, last_seen_at, resolved_at from public.alerts;
grant select on reporting.alerts to baton_reporting, baton_worker;

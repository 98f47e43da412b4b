-- What came from outside, once, as it came; and what goes out by mail, at most once each.

create table public.inbox_events (
  id bigint generated always as identity primary key,
  source text not null,
  event_id text not null,
  event_type text not null,
  body text not null,
  received_at timestamptz not null default now(),
  relayed_at timestamptz,
  handled_at timestamptz,
  outcome text,
  constraint inbox_events_one_row_per_source_and_event unique (source, event_id),
  constraint inbox_events_source_is_known check (source = 'stripe' or source = 'baton' or source like 'partner:%'),
  constraint inbox_events_event_id_is_bounded check (length(event_id) between 1 and 255),
  constraint inbox_events_event_type_is_bounded check (length(event_type) between 1 and 255),
  constraint inbox_events_body_is_bounded check (octet_length(body) <= 1048576)
);
comment on table public.inbox_events is 'Every event from outside (stripe, partner:<slug>) or from a page (baton), raw, once. outcome: applied, ignored, parked, failed.';
create index inbox_events_not_relayed on public.inbox_events (id) where relayed_at is null;
create index inbox_events_parked on public.inbox_events (received_at) where outcome = 'parked';

do $$
begin
  alter table public.inbox_events alter column body set compression lz4;
exception when feature_not_supported then
  raise notice 'this server was built without lz4: event bodies are compressed with pglz';
end $$;

alter table public.inbox_events enable row level security;
alter table public.inbox_events force row level security;
grant insert (source, event_id, event_type, body), select (id, source, event_id) on public.inbox_events to baton_web;
grant select, insert, update (relayed_at, handled_at, outcome) on public.inbox_events to baton_worker;
create policy "a door stores what came" on public.inbox_events for insert to baton_web with check (true);
create policy "a door sees that it came before" on public.inbox_events for select to baton_web using (true);
create policy "the worker reads events" on public.inbox_events for select to baton_worker using (true);
create policy "the worker stores events it polled" on public.inbox_events for insert to baton_worker with check (true);
create policy "the worker marks events" on public.inbox_events for update to baton_worker using (true) with check (true);

create table public.mails (
  id uuid primary key default gen_random_uuid(),
  student_id uuid references public.profiles (id),
  to_address text not null,
  template text not null,
  subject_key text not null,
  data jsonb not null,
  subject text,
  text_body text,
  html_body text,
  status text not null default 'queued',
  attempts integer not null default 0,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint mails_at_most_one_per_template_and_subject unique (template, subject_key),
  constraint mails_status_is_known check (status in ('queued', 'sent', 'kept', 'failed')),
  constraint mails_address_is_bounded check (length(to_address) between 3 and 320)
);
comment on table public.mails is 'Outbox. subject_key names what the mail is about. kept means no SMTP server is configured: the mail is only shown in the local inbox.';
create index mails_queued on public.mails (created_at) where status = 'queued';
create index mails_student_id on public.mails (student_id);

alter table public.mails enable row level security;
alter table public.mails force row level security;
grant insert (student_id, to_address, template, subject_key, data), select (id, template, subject_key) on public.mails to baton_web;
grant select, insert, update on public.mails to baton_worker;
grant select on public.mails to baton_inbox_reader;
grant select (id, student_id, to_address, template, subject, status, attempts, sent_at, created_at) on public.mails to authenticated;
create policy "the web queues sign-in mail" on public.mails for insert to baton_web with check (status = 'queued');
create policy "the web sees that a mail is queued already" on public.mails for select to baton_web using (true);
create policy "the worker reads mail" on public.mails for select to baton_worker using (true);
create policy "the worker queues mail" on public.mails for insert to baton_worker with check (true);
create policy "the worker sends mail" on public.mails for update to baton_worker using (true) with check (true);
create policy "the local inbox shows mail" on public.mails for select to baton_inbox_reader using (true);
create policy "an admin sees that mail went out" on public.mails for select to authenticated using ((select public.is_admin()));

create function public.verify_certificate(p_public_id text)
returns table (status text, holder_name text, program_title text, steps jsonb, issued_at timestamptz, expires_at timestamptz, revoked_at timestamptz, certificate_number bigint)
-- security definer: whoever holds the id may see this one certificate, and no list of them exists for anybody.
language sql stable security definer set search_path = ''
begin atomic
  select c.status, c.holder_name, c.program_title, c.steps, c.issued_at, c.expires_at, c.revoked_at, c.certificate_number
  from public.certificates c where c.public_id = p_public_id;
end;
comment on function public.verify_certificate(text) is 'The public facts of one certificate by its public id; no row when there is none.';
grant select on public.certificates to baton_engine;
create policy "verification finds one certificate" on public.certificates for select to baton_engine using (true);
grant create on schema public to baton_engine;
alter function public.verify_certificate(text) owner to baton_engine;
revoke create on schema public from baton_engine;
revoke execute on function public.verify_certificate(text) from public, anon, authenticated;
grant execute on function public.verify_certificate(text) to baton_web;

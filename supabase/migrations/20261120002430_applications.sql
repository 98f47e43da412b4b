-- Somebody asks for a place before they have an account. Whoever later proves that the address is theirs owns the
-- application: in the commit that verifies the address, or the next time they sign in.

create table public.applications (
  id uuid primary key default gen_random_uuid(),
  public_id text not null unique,
  program_id uuid not null references public.programs (id),
  student_id uuid references public.profiles (id),
  full_name text not null,
  email text not null,
  phone text,
  message text not null default '',
  locale text,
  status text not null default 'received',
  duplicate_of uuid references public.applications (id),
  claimed_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  decision_note text,
  source_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint applications_public_id_cannot_be_guessed check (length(public_id) >= 22),
  constraint applications_status_is_known check (status in ('received', 'claimed', 'duplicate', 'declined', 'withdrawn')),
  constraint applications_full_name_is_bounded check (length(full_name) between 1 and 200),
  constraint applications_email_is_bounded check (length(email) between 3 and 320),
  constraint applications_phone_is_bounded check (length(phone) between 3 and 40),
  constraint applications_message_is_bounded check (length(message) <= 2000),
  constraint applications_locale_is_known check (locale in ('en', 'es')),
  constraint applications_claimed_belong_to_somebody check (status <> 'claimed' or (student_id is not null and claimed_at is not null)),
  constraint applications_duplicates_name_the_other check ((status = 'duplicate') = (duplicate_of is not null) and duplicate_of <> id),
  constraint applications_decision_says_who check (status not in ('duplicate', 'declined') or (decided_at is not null and decided_by is not null))
);
comment on table public.applications is 'A wish for a place in a program, made without an account. student_id is set once somebody proved that email is theirs. source_hash: keyed hash of the sender''s address, for a day.';
create index applications_program_id on public.applications (program_id);
create index applications_student_id on public.applications (student_id);
create index applications_duplicate_of on public.applications (duplicate_of);
create index applications_email on public.applications (lower(email), created_at);
create index applications_source on public.applications (source_hash, created_at) where source_hash is not null;
create index applications_open on public.applications (created_at desc) where status in ('received', 'claimed');

alter table public.applications enable row level security;
alter table public.applications force row level security;
grant select (id, public_id, program_id, student_id, full_name, email, phone, message, locale, status, duplicate_of,
  claimed_at, decided_at, decided_by, decision_note, created_at, updated_at) on public.applications to authenticated;
create policy "a student reads their own applications" on public.applications
  for select to authenticated using (student_id = (select auth.uid()));
create policy "an admin reads applications" on public.applications
  for select to authenticated using ((select public.is_admin()));
grant select, update (status, duplicate_of, decided_at, decided_by, decision_note, source_hash, updated_at)
  on public.applications to baton_worker;
create policy "the worker reads applications" on public.applications for select to baton_worker using (true);
create policy "the worker decides on applications" on public.applications
  for update to baton_worker using (true) with check (true);

-- The web holds no right on the table: an address typed by a stranger is read by nobody but the functions below.
grant select, insert, update on public.applications to baton_engine;
create policy "the functions read applications" on public.applications for select to baton_engine using (true);
create policy "the functions receive applications" on public.applications for insert to baton_engine with check (status = 'received' and student_id is null);
create policy "the functions move applications" on public.applications for update to baton_engine using (true) with check (true);
grant usage on schema identity to baton_engine;
grant select (id, email, "emailVerified") on identity."user" to baton_engine;
create policy "claiming reads who proved an address" on identity."user" for select to baton_engine using (true);
grant insert on public.notifications to baton_engine;
create policy "claiming tells whoever claimed" on public.notifications for insert to baton_engine with check (template = 'application-claimed');

create function public.receive_application(
  p_public_id text, p_program_id uuid, p_full_name text, p_email text, p_phone text, p_message text, p_locale text, p_source text,
  p_per_email integer, p_per_source integer
) returns text
-- security definer: whoever applies may add one row and see none.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  of_email integer;
  of_source integer;
begin
  -- Counted one after the other: two at once must not both be the last one allowed.
  perform pg_advisory_xact_lock(hashtextextended('application email ' || lower(p_email), 0));
  perform pg_advisory_xact_lock(hashtextextended('application source ' || p_source, 0));
  select count(*) into of_email from public.applications
  where lower(email) = lower(p_email) and created_at > now() - interval '1 hour';
  select count(*) into of_source from public.applications
  where source_hash = p_source and created_at > now() - interval '1 hour';
  if of_email >= p_per_email or of_source >= p_per_source then
    return 'too_many';
  end if;
  if not exists (select from public.programs where id = p_program_id and active) then
    return 'no_program';
  end if;
  insert into public.applications (public_id, program_id, full_name, email, phone, message, locale, source_hash)
  values (p_public_id, p_program_id, p_full_name, p_email, p_phone, p_message, p_locale, p_source);
  return 'received';
end $$;
comment on function public.receive_application(text, uuid, text, text, text, text, text, text, integer, integer) is 'Keeps an application and answers received; too_many when the e-mail or the sender''s address had as many within the hour, no_program when the program takes none.';

create function public.find_application(p_public_id text)
returns table (status text, program_title text, program_slug text, created_at timestamptz, updated_at timestamptz)
-- security definer: whoever holds the id may see how this one stands, and not whose it is.
language sql stable security definer set search_path = ''
begin atomic
  select a.status, p.title, p.slug, a.created_at, a.updated_at
  from public.applications a join public.programs p on p.id = a.program_id where a.public_id = p_public_id;
end;
comment on function public.find_application(text) is 'How one application stands, by its public id, without anything about the person; no row when there is none.';

create function public.withdraw_application(p_public_id text) returns boolean
-- security definer: whoever holds the id may take this one application back.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.applications set status = 'withdrawn', updated_at = now()
  where public_id = p_public_id and status in ('received', 'claimed');
  return found;
end $$;
comment on function public.withdraw_application(text) is 'Takes an application back. False when there is none, or it is over already.';

create function public.claim_applications(p_user_id uuid) returns integer
-- security definer: what somebody owns is decided here, by the address they proved, and by nobody who connects.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  claimed integer;
begin
  with mine as (
    update public.applications a
    set status = 'claimed', student_id = u.id, claimed_at = now(), updated_at = now()
    from identity."user" u
    where u.id = p_user_id and u."emailVerified" and lower(a.email) = lower(u.email)
      and a.status = 'received' and a.student_id is null
    returning a.id, a.public_id, a.student_id, a.program_id
  ), told as (
    insert into public.notifications (student_id, template, subject_key, data)
    select m.student_id, 'application-claimed', m.id::text, jsonb_build_object('programTitle', p.title, 'publicId', m.public_id)
    from mine m join public.programs p on p.id = m.program_id
    on conflict do nothing
  )
  select count(*) into claimed from mine;
  return claimed;
end $$;
comment on function public.claim_applications(uuid) is 'Gives a person every open application made with the address they verified, and tells them. Returns how many; a second call finds none.';

do $$
declare
  signature text;
begin
  grant create on schema public to baton_engine;
  foreach signature in array array[
    'public.receive_application(text, uuid, text, text, text, text, text, text, integer, integer)',
    'public.find_application(text)', 'public.withdraw_application(text)', 'public.claim_applications(uuid)'
  ] loop
    execute format('alter function %s owner to baton_engine', signature);
    execute format('revoke execute on function %s from public, anon, authenticated', signature);
    execute format('grant execute on function %s to baton_web', signature);
  end loop;
  revoke create on schema public from baton_engine;
end $$;

create function identity.claim_of_verified_user() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform public.claim_applications(new."id");
  return new;
end $$;
comment on function identity.claim_of_verified_user() is 'Gives a person their applications in the commit that verifies their address.';
create function identity.claim_at_sign_in() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform public.claim_applications(new."userId");
  return new;
end $$;
comment on function identity.claim_at_sign_in() is 'Gives a person the applications that came since they were last here.';

-- Triggers run by name: the profile is written before (user_has_profile).
create trigger user_verified_claims_applications
  after insert or update of "email", "emailVerified" on identity."user"
  for each row when (new."emailVerified") execute function identity.claim_of_verified_user();
create trigger session_claims_applications
  after insert on identity."session"
  for each row execute function identity.claim_at_sign_in();

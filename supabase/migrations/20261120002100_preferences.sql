-- A person chooses language and time zone; until then their browser decides, so "not chosen" must be sayable.
-- Nobody could choose before: every row still holds the default.

-- The values go by retyping the columns: an update would be subject to row-level security, forced on the owner too.
alter table public.profiles
  alter column locale drop not null,
  alter column locale drop default,
  alter column locale type text using null::text,
  alter column time_zone drop not null,
  alter column time_zone drop default,
  alter column time_zone type text using null::text,
  add constraint profiles_time_zone_is_bounded check (length(time_zone) between 1 and 64);
comment on column public.profiles.locale is 'Language of pages and mails; null while the person chose none.';
comment on column public.profiles.time_zone is 'IANA name; null while the person chose none.';

grant update (locale, time_zone, updated_at) on public.profiles to authenticated;
create policy "a person chooses their own language and zone" on public.profiles
  for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
grant update (locale) on public.profiles to baton_web;

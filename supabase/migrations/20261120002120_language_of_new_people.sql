-- Somebody who signs up in Spanish is written to in Spanish: the account carries the language of its first page,
-- and hands it to the profile in the same commit.

alter table identity."user" add column "locale" text;
comment on column identity."user"."locale" is 'Language of the browser that signed up; what counts later is profiles.locale.';

create or replace function identity.copy_user_to_profile() returns trigger
language plpgsql set search_path = '' as $$
begin
  insert into public.profiles (id, email, full_name, locale)
  values (new."id", new."email", left(new."name", 200), new."locale")
  on conflict (id) do update
    set email = excluded.email, full_name = excluded.full_name, updated_at = now();
  return new;
end $$;

-- Not needed: the language of a profile is written with the profile, or by its person.
revoke update (locale) on public.profiles from baton_web;

-- People and what they may do. profiles.id is the sign-in id (better-auth's or Supabase's): no foreign
-- key, because which of the two keeps the account is the operator's choice.

create table public.profiles (
  id uuid primary key,
  email text not null,
  full_name text not null default '',
  legal_name text,
  time_zone text not null default 'UTC',
  locale text not null default 'en',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint profiles_email_is_bounded check (length(email) between 3 and 320),
  constraint profiles_full_name_is_bounded check (length(full_name) <= 200),
  constraint profiles_legal_name_is_bounded check (length(legal_name) between 1 and 200),
  constraint profiles_locale_is_known check (locale in ('en', 'es'))
);
comment on table public.profiles is 'A person. legal_name is what certificates carry once confirmed; full_name until then.';
create index profiles_email on public.profiles (lower(email));

create table public.user_roles (
  user_id uuid not null references public.profiles (id) on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  primary key (user_id, role),
  constraint user_roles_role_is_known check (role in ('student', 'partner', 'sponsor', 'admin', 'super_admin'))
);
comment on table public.user_roles is 'What a person may do beyond their own rows. No application role may write it.';

create function public.has_any_role(roles text[]) returns boolean
language sql stable set search_path = ''
return exists (
  select from public.user_roles where user_id = auth.uid() and role = any (roles)
);
comment on function public.has_any_role(text[]) is 'True when the person this transaction acts for holds one of the roles.';

create function public.is_admin() returns boolean
language sql stable set search_path = ''
return public.has_any_role(array['admin', 'super_admin']);
comment on function public.is_admin() is 'True when the person this transaction acts for runs the school.';

alter table public.profiles enable row level security;
alter table public.profiles force row level security;
alter table public.user_roles enable row level security;
alter table public.user_roles force row level security;

grant select on public.profiles to authenticated;
grant select on public.user_roles to authenticated;
grant select, insert, update (email, full_name, updated_at) on public.profiles to baton_web;
grant select on public.profiles, public.user_roles to baton_worker;

create policy "a person reads their own profile" on public.profiles
  for select to authenticated using (id = (select auth.uid()));
create policy "an admin reads every profile" on public.profiles
  for select to authenticated using ((select public.is_admin()));
create policy "a person reads their own roles" on public.user_roles
  for select to authenticated using (user_id = (select auth.uid()));
create policy "the web reads profiles" on public.profiles for select to baton_web using (true);
create policy "the web adds a profile at sign-up" on public.profiles for insert to baton_web with check (true);
create policy "the web keeps e-mail and name in step with the account" on public.profiles
  for update to baton_web using (true) with check (true);
create policy "the worker reads profiles" on public.profiles for select to baton_worker using (true);
create policy "the worker reads roles" on public.user_roles for select to baton_worker using (true);

create function identity.copy_user_to_profile() returns trigger
language plpgsql set search_path = '' as $$
begin
  insert into public.profiles (id, email, full_name)
  values (new."id", new."email", left(new."name", 200))
  on conflict (id) do update
    set email = excluded.email, full_name = excluded.full_name, updated_at = now();
  return new;
end $$;
comment on function identity.copy_user_to_profile() is 'Gives every account its profile in the same commit, with the privileges of whoever writes the account.';

create trigger user_has_profile
  after insert or update of "email", "name" on identity."user"
  for each row execute function identity.copy_user_to_profile();

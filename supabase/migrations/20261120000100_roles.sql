-- Who may connect and as what. The names anon, authenticated, service_role and the functions auth.uid()
-- and auth.jwt() are Supabase's own: there they exist already and stay untouched.

do $$
declare
  missing_role text;
begin
  foreach missing_role in array array['anon', 'authenticated', 'service_role'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = missing_role) then
      execute format('create role %I nologin noinherit', missing_role);
    end if;
  end loop;

  -- Login roles get their password from the operator; until then nobody can sign in as them.
  foreach missing_role in array array['baton_web', 'baton_worker'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = missing_role) then
      execute format('create role %I login noinherit', missing_role);
    end if;
  end loop;

  -- baton_engine owns the step functions, baton_reporting reads the views in schema reporting,
  -- baton_inbox_reader reads sent mail on a developer's machine.
  foreach missing_role in array array['baton_engine', 'baton_reporting', 'baton_inbox_reader'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = missing_role) then
      execute format('create role %I nologin noinherit', missing_role);
    end if;
  end loop;
end $$;

-- Supabase opens every new table, sequence and function of schema public to these three. Here each starts
-- closed and is opened by name, there as everywhere.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;

-- noinherit: the web has a person's privileges only after it became that person inside a transaction.
grant anon, authenticated to baton_web;
grant baton_engine to current_user;

create schema if not exists auth;
grant usage on schema auth to anon, authenticated, service_role, baton_web, baton_worker, baton_engine, baton_reporting;

do $$
begin
  if to_regprocedure('auth.jwt()') is null then
    execute $function$
      create function auth.jwt() returns jsonb language sql stable set search_path = ''
      return coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb
    $function$;
    comment on function auth.jwt() is 'Claims of the person this transaction acts for; empty when nobody.';
  end if;
  if to_regprocedure('auth.uid()') is null then
    execute $function$
      create function auth.uid() returns uuid language sql stable set search_path = ''
      return nullif(
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', ''
      )::uuid
    $function$;
    comment on function auth.uid() is 'profiles.id of the person this transaction acts for; null when nobody.';
  end if;
end $$;

revoke create on schema public from public;
grant usage on schema public to anon, authenticated, service_role, baton_web, baton_worker, baton_engine, baton_reporting;

create schema private;
comment on schema private is 'Functions no page can call. Only baton_engine and the owner use it.';

-- A web process says at /readyz whether the database is at its version. Only the numbers, not the statements.

do $$
begin
  if to_regclass('supabase_migrations.schema_migrations') is null then
    raise notice 'migrations were not applied by a tool that keeps supabase_migrations: /readyz cannot compare versions';
  else
    grant usage on schema supabase_migrations to baton_web, baton_worker;
    grant select (version) on supabase_migrations.schema_migrations to baton_web, baton_worker;
  end if;
end $$;

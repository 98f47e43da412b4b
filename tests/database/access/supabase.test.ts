/** A Supabase project opens whatever is made in schema public to everybody. Ours stays as closed as elsewhere. */
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "#lib/db/migrate.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let plain: TestDatabase;
let supabaseUrl: string;

beforeAll(async () => {
  plain = await createTestDatabase();
  const url = new URL(plain.ownerUrl);
  url.pathname += "_supabase";
  supabaseUrl = url.href;
  await ask(plain.ownerUrl, `create database ${url.pathname.slice(1)} template template0`);
  await ask(
    supabaseUrl,
    `alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
     alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
     alter default privileges in schema public grant all on functions to anon, authenticated, service_role;`,
  );
  await migrate(supabaseUrl);
});

afterAll(async () => {
  await ask(plain.ownerUrl, `drop database if exists ${new URL(supabaseUrl).pathname.slice(1)} with (force)`);
  await plain.drop();
});

test("migrations give each role the same privileges on a Supabase project as on any other server", async () => {
  const expected = await privileges(plain.ownerUrl);
  expect(expected.length).toBeGreaterThan(100);
  expect(await privileges(supabaseUrl)).toEqual(expected);
});

test("a table that a later migration adds starts closed there too", async () => {
  await ask(supabaseUrl, "create table public.added_later (id int); create sequence public.counted_later");
  const { rows } = await ask<{ open: boolean }>(
    supabaseUrl,
    `select has_table_privilege(role, 'public.added_later', 'select, insert, update, delete, truncate')
       or has_sequence_privilege(role, 'public.counted_later', 'usage, select, update') as open
     from unnest(array['anon', 'authenticated', 'service_role']) role`,
  );
  expect(rows).toEqual([{ open: false }, { open: false }, { open: false }]);
});

/** Who was granted what, on relations, their columns, functions and schemas. */
async function privileges(url: string): Promise<string[]> {
  const { rows } = await ask<{ line: string }>(
    url,
    `with granted as (
       select c.oid::regclass::text as object, acl.* from pg_class c, aclexplode(c.relacl) acl
       union all
       select a.attrelid::regclass || '.' || a.attname, acl.* from pg_attribute a, aclexplode(a.attacl) acl
       union all
       select p.oid::regprocedure::text, acl.* from pg_proc p, aclexplode(p.proacl) acl
       union all
       select n.nspname, acl.* from pg_namespace n, aclexplode(n.nspacl) acl
     )
     select distinct coalesce(r.rolname, 'public') || ' ' || lower(privilege_type) || ' '
       || regexp_replace(object, '_[0-9]{8}', '_<day>') as line
     from granted left join pg_roles r on r.oid = grantee
     where object !~ '^(pg_|information_schema)' order by line`,
  );
  return rows.map(({ line }) => line);
}

async function ask<Row extends pg.QueryResultRow>(url: string, text: string): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Row>(text);
  } finally {
    await client.end();
  }
}

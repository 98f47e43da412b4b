import pg from "pg";
import { expect, test } from "vitest";
import { openAccessStage } from "#tests/database/access/stage.ts";

const stage = openAccessStage();

test("the web becomes a visitor or a person and nobody else; the worker becomes nobody", async () => {
  expect(await rolesWithinReach(stage.urls.webUrl)).toEqual(["anon", "authenticated", "baton_web"]);
  expect(await rolesWithinReach(stage.urls.workerUrl)).toEqual(["baton_worker"]);
});

test("whoever became a person cannot go on to a stronger role", async () => {
  const client = await connect(stage.urls.webUrl);
  try {
    await client.query("set role authenticated");
    for (const role of ["baton_worker", "baton_engine", "baton_reporting", "baton_inbox_reader", "postgres"])
      await expect(client.query(`set role ${role}`)).rejects.toMatchObject({ code: "42501" });
    await expect(client.query("set session authorization baton_worker")).rejects.toMatchObject({
      code: "42501",
    });
  } finally {
    await client.end();
  }
});

test("a connection of the web has nothing of a person's before it became one", async () => {
  const client = await connect(stage.urls.webUrl);
  try {
    await client.query("select set_config('request.jwt.claims', $1, false)", [
      JSON.stringify(stage.world.admin.claims),
    ]);
    await expect(client.query("select from enrollments")).rejects.toMatchObject({ code: "42501" });
  } finally {
    await client.end();
  }
});

test("no role of ours bypasses row-level security, makes databases or roles, or owns a table", async () => {
  const { rows } = await stage.session.query<{ rolname: string }>(
    `select rolname from pg_roles r
     where (rolname like 'baton\\_%' or rolname in ('anon', 'authenticated', 'service_role'))
       and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication
         or exists (select from pg_class c where c.relowner = r.oid))`,
  );
  expect(rows).toEqual([]);
});

test("every policy names the roles it is for, and only roles we know", async () => {
  const { rows } = await stage.session.query<{ policyname: string }>(
    `select tablename, policyname from pg_policies
     where not roles <@ array['anon', 'authenticated', 'baton_web', 'baton_worker', 'baton_engine',
       'baton_reporting', 'baton_inbox_reader']::name[]`,
  );
  expect(rows).toEqual([]);
});

test("row-level security is enabled and forced on every table of public and identity", async () => {
  const { rows } = await stage.session.query<{ table: string; closed: boolean }>(
    `select c.oid::regclass::text as table, relrowsecurity and relforcerowsecurity as closed from pg_class c
     where relnamespace in ('public'::regnamespace, 'identity'::regnamespace) and relkind in ('r', 'p')`,
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ closed }) => !closed)).toEqual([]);
});

test("every view reads as whoever asks", async () => {
  const { rows } = await stage.session.query<{ view: string; invoker: boolean }>(
    `select c.oid::regclass::text as view, coalesce('security_invoker=true' = any (reloptions), false) as invoker
     from pg_class c join pg_namespace n on n.oid = relnamespace
     where relkind in ('v', 'm') and nspname not like 'pg\\_%' and nspname <> 'information_schema'`,
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ invoker }) => !invoker)).toEqual([]);
});

test("nobody may truncate a table, refer to it, put a trigger on it or make anything in a schema", async () => {
  const { rows } = await stage.session.query<{ what: string }>(
    `select r.rolname || ' may ' || privilege || ' ' || c.oid::regclass as what
     from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r,
       unnest(array['truncate', 'references', 'trigger']) privilege
     where ${OURS} and c.relkind in ('r', 'p', 'v') and ${NOT_POSTGRES}
       and has_table_privilege(r.oid, c.oid, privilege)
     union all
     select r.rolname || ' may create in ' || n.nspname from pg_namespace n, pg_roles r
     where ${OURS} and ${NOT_POSTGRES} and has_schema_privilege(r.oid, n.oid, 'create')
     union all
     select r.rolname || ' may use the sequence ' || c.oid::regclass
     from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r
     where ${OURS} and c.relkind = 'S' and ${NOT_POSTGRES}
       and has_sequence_privilege(r.oid, c.oid, 'usage, select, update')`,
  );
  expect(rows).toEqual([]);
});

const OURS = `(r.rolname like 'baton\\_%' or r.rolname in ('anon', 'authenticated', 'service_role'))`;
const NOT_POSTGRES = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`;

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Every role of the server that `set role` reaches from a fresh connection. */
async function rolesWithinReach(url: string): Promise<string[]> {
  const client = await connect(url);
  try {
    const { rows } = await client.query<{ rolname: string }>("select rolname from pg_roles order by rolname");
    const reached: string[] = [];
    for (const { rolname } of rows) if (await succeeds(client, rolname)) reached.push(rolname);
    return reached;
  } finally {
    await client.end();
  }
}

async function succeeds(client: pg.Client, role: string): Promise<boolean> {
  try {
    await client.query(`set role ${client.escapeIdentifier(role)}`);
    await client.query("reset role");
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "42501" });
    return false;
  }
}

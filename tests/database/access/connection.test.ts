/** A person's identity lives for one transaction: invariant 19, on pools as small as can be. */
import { sql } from "kysely";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asItself, asUser, asVisitor, openDatabase, type Database, type Tx } from "#lib/db/client.ts";
import { openAccessStage } from "#tests/database/access/stage.ts";

const stage = openAccessStage();
let web: Database;

beforeEach(() => {
  web = openDatabase(stage.urls.webUrl, { max: 1, name: "one-connection" });
});

afterEach(() => web.close());

const asA = <T>(work: (tx: Tx) => Promise<T>) => asUser(web, stage.world.studentA.claims, work);
const asB = <T>(work: (tx: Tx) => Promise<T>) => asUser(web, stage.world.studentB.claims, work);

describe("after a person's transaction the same connection is nobody's", () => {
  test("when it ended well", async () => {
    const [first] = await asA(who);
    expect(first).toMatchObject({ role: "authenticated", person: stage.world.studentA.id });
    expect((await expectNobody()).pid).toBe(first!.pid);
  });

  test("when the work threw", async () => {
    await expect(asA(() => Promise.reject(new Error("the page broke")))).rejects.toThrow("the page broke");
    await expectNobody();
  });

  test("when a statement failed", async () => {
    await expect(asA((tx) => sql`select 1 / 0`.execute(tx))).rejects.toMatchObject({ code: "22012" });
    await expectNobody();
  });

  test("when a query was cancelled from outside", async () => {
    const asleep = asA((tx) => sql`select pg_sleep(60)`.execute(tx));
    await Promise.all([
      expect(asleep).rejects.toMatchObject({ code: "57014" }),
      untilAsleep("pg_cancel_backend"),
    ]);
    await expectNobody();
  });

  test("when a statement took too long", async () => {
    const slow = asA(async (tx) => {
      await sql`set local statement_timeout = 20`.execute(tx);
      await sql`select pg_sleep(60)`.execute(tx);
    });
    await expect(slow).rejects.toMatchObject({ code: "57014" });
    await expectNobody();
  });

  test("when the connection died: the next one is new", async () => {
    const asleep = asA((tx) => sql`select pg_sleep(60)`.execute(tx));
    await Promise.all([expect(asleep).rejects.toThrow(/terminat/), untilAsleep("pg_terminate_backend")]);
    await expectNobody();
  });
});

test("a visitor who comes right after an admin sees no more than a visitor", async () => {
  const orders = (tx: Tx) => tx.selectFrom("orders").select("id").execute();
  expect(await asUser(web, stage.world.admin.claims, orders)).toHaveLength(4);
  await expect(asVisitor(web, orders)).rejects.toMatchObject({ code: "42501" });
});

test("two hundred requests of two students over three connections see only their own rows", async () => {
  const small = openDatabase(stage.urls.webUrl, { max: 3 });
  try {
    const { studentA, studentB } = stage.world;
    const seen = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const { id, claims } = index % 2 === 0 ? studentA : studentB;
        const rows = await asUser(small, claims, (tx) =>
          tx.selectFrom("orders").select("student_id").execute(),
        );
        return { id, owners: rows.map((row) => row.student_id) };
      }),
    );
    for (const { id, owners } of seen) expect(owners).toEqual([id, id]);
  } finally {
    await small.close();
  }
});

test("claims without a person, of nobody, or of a person who does not exist see nothing", async () => {
  const nobody = { ...stage.world.studentA.claims, sub: "00000000-0000-4000-8000-000000000000" };
  const nameless = { role: "authenticated", email: "", aal: "aal1" } as unknown as typeof nobody;
  for (const claims of [nobody, nameless, { ...nobody, sub: "" }])
    expect(await asUser(web, claims, (tx) => tx.selectFrom("orders").select("id").execute())).toEqual([]);
});

test("claims that something left on the connection are not the next person's", async () => {
  const { admin, studentB } = stage.world;
  await asItself(web, (tx) =>
    sql`select set_config('request.jwt.claims', ${JSON.stringify(admin.claims)}, false)`.execute(tx),
  );
  const people = (tx: Tx) => tx.selectFrom("profiles").select("id").execute();
  expect(await asB(people)).toEqual([{ id: studentB.id }]);
  await expect(asVisitor(web, people)).rejects.toMatchObject({ code: "42501" });
});

test("a role written into the claims gives nothing: roles live in their table", async () => {
  const { studentA } = stage.world;
  const boastful = { ...studentA.claims, roles: ["admin"], app_metadata: { role: "super_admin" } };
  const people = await asUser(web, boastful, (tx) => tx.selectFrom("profiles").select("id").execute());
  expect(people).toEqual([{ id: studentA.id }]);
});

test("claims that would end the statement are only text", async () => {
  const evil = {
    ...stage.world.studentA.claims,
    email: `', true), set_config('role', 'baton_worker', true); --`,
  };
  const [seen] = await asUser(web, evil, who);
  expect(seen).toMatchObject({ role: "authenticated" });
});

interface Who {
  pid: number;
  role: string;
  person: string | null;
  claims: string;
}

async function who(tx: Tx): Promise<Who[]> {
  const { rows } = await sql<Who>`
    select pg_backend_pid() as pid, current_user::text as role, auth.uid() as person,
      coalesce(current_setting('request.jwt.claims', true), '') as claims`.execute(tx);
  return rows;
}

async function expectNobody(): Promise<Who> {
  const [seen] = await asItself(web, who);
  expect(seen).toMatchObject({ role: "baton_web", person: null, claims: "" });
  const mine = await asB((tx) => tx.selectFrom("profiles").select("id").execute());
  expect(mine).toEqual([{ id: stage.world.studentB.id }]);
  return seen!;
}

/** Waits until our query sleeps and stops it. */
async function untilAsleep(stop: "pg_cancel_backend" | "pg_terminate_backend"): Promise<void> {
  for (;;) {
    const { rowCount } = await stage.session.query(
      `select ${stop}(pid) from pg_stat_activity
       where application_name = 'one-connection' and wait_event = 'PgSleep' and datname = current_database()`,
    );
    if (rowCount === 1) return;
    await pause(10);
  }
}

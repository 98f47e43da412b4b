/** A person gets a copy of all that is kept about them, and is forgotten when they ask for it, but for what must stay. */
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eraseDuePeople, cancelDeletion, requestDeletion } from "#lib/automation/request-deletion.ts";
import { exportMyData } from "#lib/automation/export-my-data.ts";
import { asItself } from "#lib/db/client.ts";
import { findVerifiedCertificate } from "#lib/db/reads/certificates.ts";
import { NOT_HANDED_OUT, OWN_TABLES } from "#lib/db/reads/my-data.ts";
import { fillWorld, type World } from "#tests/database/access/world.ts";
import type { PersonRow } from "#tests/database/reads/story.ts";
import { buy, pay, startEngine, until, untilStep, value, type Engine } from "#tests/support/engine.ts";

let engine: Engine;
let world: World;
beforeAll(async () => {
  engine = await startEngine();
  const client = await engine.owner.connect();
  world = await fillWorld(client as unknown as pg.Client).finally(() => client.release());
  await engine.owner.query("delete from deletion_requests");
});
afterAll(() => engine.stop());

const school = () => ({
  db: engine.web,
  school: { appUrl: engine.appUrl, schoolName: "Baton Academy", supportEmail: null },
});
const requester = ({ id, claims }: PersonRow) => ({ id, email: claims.email, name: "Ada Example" });
const pass14Days = (studentId: string) =>
  engine.owner.query(
    "update deletion_requests set created_at = created_at - interval '15 days', due_at = due_at - interval '15 days' where student_id = $1",
    [studentId],
  );

interface Copy {
  format: string;
  personId: string;
  signIn: { email: string; devices: object[]; passkeys: object[] };
  tables: Record<string, Record<string, unknown>[]>;
}

async function copyOf(person: PersonRow): Promise<{ text: string; copy: Copy }> {
  const pieces: string[] = [];
  for await (const piece of exportMyData(engine.web, person.claims)) pieces.push(piece);
  const text = pieces.join("");
  return { text, copy: JSON.parse(text) as Copy };
}

test("every table that names a person is handed out, or says why not", async () => {
  const { rows } = await engine.owner.query<{ name: string }>(
    `select distinct table_name as name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where table_schema = 'public' and t.table_type = 'BASE TABLE' and column_name in ('student_id', 'user_id')`,
  );
  const known = [...Object.keys(OWN_TABLES), ...Object.keys(NOT_HANDED_OUT)].filter(
    (name) => name !== "profiles",
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
});

test("the copy holds every row of the person and none of anybody else", async () => {
  const { text, copy } = await copyOf(world.studentA);
  expect(copy).toMatchObject({ format: "baton-personal-data/1", personId: world.studentA.id });
  for (const [name, column] of Object.entries(OWN_TABLES)) {
    const count = await value<number>(
      engine,
      `select count(*)::int from ${name} where ${column} = $1 ${name === "ledger_entries" ? "and purpose in ('payment', 'refund')" : ""}`,
      [world.studentA.id],
    );
    expect([name, copy.tables[name]?.length]).toEqual([name, count]);
  }
  expect(copy.signIn).toMatchObject({ email: world.studentA.claims.email });
  expect(copy.signIn.devices).toHaveLength(1);
  expect(text).not.toContain(world.studentB.id);
  expect(text).not.toContain(world.studentB.claims.email);
  for (const secret of ["token-", "a hash", "a key", `CODE-${world.studentA.id}`])
    expect(text).not.toContain(secret);
});

test("a copy of thousands of rows comes whole, in pieces", async () => {
  await engine.owner.query(
    `insert into notifications (student_id, template, subject_key)
     select $1, 'order-paid', 'n' || n from generate_series(1, 1001) n`,
    [world.studentB.id],
  );
  const { copy } = await copyOf(world.studentB);
  const keys = copy.tables["notifications"]!.map((row) => row["subject_key"]);
  expect(new Set(keys).size).toBe(1002);
});

test("a request is open once, waits 14 days, and is canceled without a trace in the data", async () => {
  const person = requester(world.studentB);
  const request = await requestDeletion(school(), person);
  expect(request!.dueAt.getTime()).toBeGreaterThan(Date.now() + 13.9 * 86_400_000);
  expect(await requestDeletion(school(), person)).toBeNull();
  await eraseDuePeople(engine.worker.deps);
  expect(await cancelDeletion(school(), person)).toBe(true);
  expect(await cancelDeletion(school(), person)).toBe(false);
  await pass14Days(person.id);
  await eraseDuePeople(engine.worker.deps);
  expect(await value(engine, "select email from profiles where id = $1", [person.id])).toBe(person.email);
  await until(() =>
    value(
      engine,
      "select count(*) = 2 from mails where student_id = $1 and template like 'deletion-%' and status = 'kept'",
      [person.id],
    ),
  );
});

test("whoever is in training keeps their account until the program is over, and an admin sees it", async () => {
  const bought = await buy(engine, "cpr-first-aid", "Learns Example");
  await pay(engine, bought);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  const { student } = bought;
  const request = await requestDeletion(school(), requester(student));
  await pass14Days(student.id);
  await eraseDuePeople(engine.worker.deps);
  const open = () =>
    value<number>(
      engine,
      "select count(*)::int from partner_lms_enrollment_failures where subject = $1 and reason = 'deletion_blocked' and resolved_at is null",
      [`deletion:${request!.id}`],
    );
  expect(await open()).toBe(1);
  expect(await value(engine, "select full_name from profiles where id = $1", [student.id])).toBe(
    "Learns Example",
  );
  await cancelDeletion(school(), requester(student));
  await eraseDuePeople(engine.worker.deps);
  expect(await open()).toBe(0);
});

test("after 14 days the person is gone, and certificates, books and the record of training stay", async () => {
  const { studentA } = world;
  const publicId = await value<string>(engine, "select public_id from certificates where student_id = $1", [
    studentA.id,
  ]);
  const kept = [
    "orders",
    "ledger_entries",
    "transfers",
    "enrollment_steps",
    "step_events",
    "certificates",
    "partner_certificates",
  ];
  const count = (table: string) =>
    value<number>(engine, `select count(*)::int from ${table} where student_id = $1`, [studentA.id]);
  const before = await Promise.all(kept.map(count));
  await engine.owner.query(
    "update orders set status = 'expired' where student_id = $1 and status = 'awaiting_payment'",
    [studentA.id],
  );
  await engine.owner.query(
    "insert into mails (to_address, template, subject_key, data, text_body) values ($1, 'magic-link', 'x', '{}', 'link')",
    [studentA.claims.email],
  );
  await requestDeletion(school(), requester(studentA));
  await pass14Days(studentA.id);
  await Promise.all([eraseDuePeople(engine.worker.deps), eraseDuePeople(engine.worker.deps)]);

  expect(
    await value(engine, "select done_at is not null from deletion_requests where student_id = $1", [
      studentA.id,
    ]),
  ).toBe(true);
  expect(await Promise.all(kept.map(count))).toEqual(before);
  expect(await asItself(engine.web, (tx) => findVerifiedCertificate(tx, publicId))).toMatchObject({
    status: "valid",
    holderName: "Ada Example",
  });
  for (const table of [
    "applications",
    "notifications",
    "notification_choices",
    "partner_accounts",
    "quiz_tries",
    "lesson_progress",
    "scorm_states",
  ])
    expect([table, await count(table)]).toEqual([table, 0]);
  expect(await value(engine, `select count(*)::int from identity."user" where id = $1`, [studentA.id])).toBe(
    0,
  );
  expect(
    await value(engine, `select count(*)::int from identity.session where "userId" = $1`, [studentA.id]),
  ).toBe(0);

  const { rows } = await engine.owner.query<{ where: string }>(
    `select 'profiles' as where from profiles where profiles::text like '%' || $1 || '%'
     union all select 'mails' from mails where mails::text like '%' || $1 || '%'
     union all select 'applications' from applications where applications::text like '%' || $1 || '%'
     union all select 'orders' from orders where orders::text like '%' || $1 || '%'
     union all select 'inbox' from inbox_events where inbox_events::text like '%' || $1 || '%'`,
    [studentA.claims.email],
  );
  expect(rows).toEqual([]);
  expect(
    await value(
      engine,
      "select full_name || coalesce(legal_name, '') || coalesce(phone, '') from profiles where id = $1",
      [studentA.id],
    ),
  ).toBe("");
});

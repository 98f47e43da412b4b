/** Applications belong to whoever proves the address they were made with, and to nobody else. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { applicationForm, applyForProgram, withdraw } from "#lib/automation/claim-application.ts";
import { requestDecision } from "#lib/automation/decide-application.ts";
import { asItself, asUser } from "#lib/db/client.ts";
import { findApplication, listMyApplications, readApplication } from "#lib/db/reads/applications.ts";
import { addPerson, type PersonRow } from "#tests/database/reads/story.ts";
import { startEngine, until, value, type Engine } from "#tests/support/engine.ts";

let engine: Engine;
let admin: PersonRow;
let programId: string;
let otherProgramId: string;
beforeAll(async () => {
  engine = await startEngine();
  const client = await engine.owner.connect();
  admin = await addPerson(client as never, "Adele Admin", "admin").finally(() => client.release());
  programId = await value(engine, "select id from programs where slug = 'cpr-first-aid'");
  otherProgramId = await value(engine, "select id from programs where slug = 'medical-assistant'");
});
afterAll(() => engine.stop());
beforeEach(() => engine.owner.query("delete from applications"));

const deps = () => ({
  db: engine.web,
  school: { appUrl: engine.appUrl, schoolName: "Baton Academy", supportEmail: null },
  secret: "a secret",
});

function apply(
  email: string,
  about: {
    program?: string;
    address?: string;
    claims?: PersonRow["claims"];
    phone?: string;
    fullName?: string;
  } = {},
) {
  const form = applicationForm.parse({
    programId: about.program ?? programId,
    fullName: about.fullName ?? "Cleo Curious",
    email,
    phone: about.phone ?? "",
    message: "I work nights.",
  });
  return applyForProgram(deps(), {
    form,
    address: about.address ?? "192.0.2.1",
    language: "es",
    claims: about.claims ?? null,
  });
}

async function addAccount(email: string, verified: boolean): Promise<string> {
  const { rows } = await engine.owner.query<{ id: string }>(
    `insert into identity."user" (name, email, "emailVerified") values ('Cleo', $1, $2) returning id`,
    [email, verified],
  );
  return rows[0]!.id;
}

const newAddress = () => `cleo.${randomUUID().slice(0, 8)}@example.com`;
const statusOf = (email: string) =>
  value<string>(
    engine,
    "select string_agg(status || coalesce(' ' || student_id::text, ''), ',' order by created_at) from applications where lower(email) = lower($1)",
    [email],
  );

test("an application is confirmed by mail in the language of whoever applied, with a page that names nobody", async () => {
  const email = newAddress();
  expect(await apply(email)).toBe("received");
  const publicId = await value<string>(engine, "select public_id from applications where email = $1", [
    email,
  ]);
  const subject = await until(() =>
    value<string>(
      engine,
      "select subject from mails where to_address = $1 and template = 'application-received' and status = 'kept'",
      [email],
    ),
  );
  expect(subject).toMatch(/^Recibimos tu solicitud/);
  const found = await asItself(engine.web, (tx) => findApplication(tx, publicId));
  expect(found).toMatchObject({ status: "received", programSlug: "cpr-first-aid" });
  expect(JSON.stringify(found)).not.toMatch(/Cleo|example\.com/);
  expect(await asItself(engine.web, (tx) => findApplication(tx, "x".repeat(26)))).toBeNull();
  expect(
    await value(engine, "select source_hash like '%192.0.2.1%' from applications where email = $1", [email]),
  ).toBe(false);
});

test("an unverified account owns nothing; verifying the address hands everything over in the same commit", async () => {
  const email = newAddress();
  await apply(email.toUpperCase());
  await apply(email, { program: otherProgramId });
  const id = await addAccount(email, false);
  expect(await statusOf(email)).toBe("received,received");
  const client = await engine.owner.connect();
  try {
    await client.query("begin");
    await client.query(`update identity."user" set "emailVerified" = true where id = $1`, [id]);
    const { rows } = await client.query(
      "select distinct status, student_id from applications where lower(email) = $1",
      [email],
    );
    expect(rows).toEqual([{ status: "claimed", student_id: id }]);
    await client.query("rollback");
    expect(await statusOf(email)).toBe("received,received");
    await client.query(`update identity."user" set "emailVerified" = true where id = $1`, [id]);
  } finally {
    client.release();
  }
  expect(await statusOf(email)).toBe(`claimed ${id},claimed ${id}`);
  expect(
    await value(
      engine,
      "select count(*)::int from notifications where student_id = $1 and template = 'application-claimed'",
      [id],
    ),
  ).toBe(2);
});

test("an application that came later is claimed at the next sign-in, and not before", async () => {
  const email = newAddress();
  const id = await addAccount(email, true);
  await apply(email);
  expect(await statusOf(email)).toBe("received");
  await engine.owner.query(
    `insert into identity.session ("expiresAt", token, "updatedAt", "userId") values (now() + interval '1 day', $2, now(), $1)`,
    [id, randomUUID()],
  );
  expect(await statusOf(email)).toBe(`claimed ${id}`);
  const mine = await asUser(
    engine.web,
    { sub: id, role: "authenticated", email, aal: "aal1" },
    listMyApplications,
  );
  expect(mine.map(({ status }) => status)).toEqual(["claimed"]);
});

test("whoever is signed in claims at once with their own address, and nothing with another's", async () => {
  const [email, foreign] = [newAddress(), newAddress()];
  const id = await addAccount(email, true);
  const claims = { sub: id, role: "authenticated" as const, email, aal: "aal1" as const };
  await apply(email, { claims });
  await apply(foreign, { claims });
  expect(await statusOf(email)).toBe(`claimed ${id}`);
  expect(await statusOf(foreign)).toBe("received");
});

test("the answer does not tell whether an account exists", async () => {
  const known = newAddress();
  await addAccount(known, true);
  expect(await apply(known)).toBe(await apply(newAddress()));
});

test("one e-mail address and one sender apply only so often within the hour, side by side too", async () => {
  const email = newAddress();
  const answers = await Promise.all(Array.from({ length: 6 }, () => apply(email)));
  expect(answers.filter((answer) => answer === "received")).toHaveLength(3);
  expect(await statusOf(email)).toBe("received,received,received");

  const crowd = await Promise.all(
    Array.from({ length: 40 }, () => apply(newAddress(), { address: "198.51.100.7" })),
  );
  expect(crowd.filter((answer) => answer === "received")).toHaveLength(30);
  await engine.owner.query("update applications set created_at = now() - interval '61 minutes'");
  expect(await apply(email, { address: "198.51.100.7" })).toBe("received");
}, 30_000);

test("a program that is not on offer takes no application", async () => {
  expect(await apply(newAddress(), { program: randomUUID() })).toBe("no_program");
});

test.each([
  ["name", { fullName: "1234" }],
  ["e-mail address", { email: "not an address" }],
  ["phone", { phone: "<script>" }],
  ["message without end", { message: "x".repeat(2001) }],
  ["program", { programId: "cpr-first-aid" }],
])("a form with a wrong %s is refused", (_, wrong) => {
  const right = {
    programId,
    fullName: "Cleo",
    email: "cleo@example.com",
    phone: "+1 (555) 010-9999",
    message: "",
  };
  expect(applicationForm.safeParse(right).success).toBe(true);
  expect(applicationForm.safeParse({ ...right, ...wrong }).success).toBe(false);
});

test("whoever holds the link withdraws once; one that is over stays over", async () => {
  const email = newAddress();
  await apply(email);
  const publicId = await value<string>(engine, "select public_id from applications where email = $1", [
    email,
  ]);
  expect(await withdraw(engine.web, publicId)).toBe(true);
  expect(await withdraw(engine.web, publicId)).toBe(false);
  await addAccount(email, true);
  expect(await statusOf(email)).toBe("withdrawn");
});

test("an admin sees who looks like the same person, merges one into the other, and declines the rest", async () => {
  const [first, second] = [newAddress(), newAddress()];
  await apply(first, { phone: "+1 555 010 7777", fullName: "Dora Example" });
  await apply(second, { phone: "1-555-010-7777", fullName: "Dora E." });
  await apply(newAddress(), { phone: "+1 555 010 8888", fullName: "Somebody Else" });
  const idOf = (email: string) =>
    value<string>(engine, "select id from applications where email = $1", [email]);
  const [one, two] = [await idOf(first), await idOf(second)];
  const seen = await asUser(engine.web, admin.claims, (tx) => readApplication(tx, two));
  expect(seen?.lookAlikes.map(({ id }) => id)).toEqual([one]);

  const act = (applicationId: string, decision: "merge" | "decline", into: string | null) =>
    requestDecision(
      { db: engine.web },
      { claims: admin.claims, applicationId, decision, into, note: "the same phone" },
    );
  await act(two, "merge", one);
  await until(async () => (await statusOf(second)) === "duplicate");
  expect(
    await value(engine, "select duplicate_of = $2 and decided_by = $3 from applications where id = $1", [
      two,
      one,
      `user:${admin.id}`,
    ]),
  ).toBe(true);

  await act(one, "decline", null);
  await until(async () => (await statusOf(first)) === "declined");
  await until(() =>
    value(
      engine,
      "select 1 from mails where to_address = $1 and template = 'application-declined' and subject like 'Tu solicitud%'",
      [first],
    ),
  );
});

test("nobody's application becomes somebody else's by a merge, and a student decides nothing", async () => {
  const [mine, strangers] = [newAddress(), newAddress()];
  const id = await addAccount(mine, true);
  const claims = { sub: id, role: "authenticated" as const, email: mine, aal: "aal1" as const };
  await apply(mine, { claims });
  await apply(strangers);
  const idOf = (email: string) =>
    value<string>(engine, "select id from applications where email = $1", [email]);
  const [own, other] = [await idOf(mine), await idOf(strangers)];
  const wish = { applicationId: own, decision: "merge" as const, into: other, note: "" };
  await expect(requestDecision({ db: engine.web }, { ...wish, claims })).rejects.toThrow(
    "no such application",
  );
  await requestDecision({ db: engine.web }, { ...wish, claims: admin.claims });
  await until(() =>
    value(engine, "select 1 from inbox_events where event_id = $1 and outcome = 'ignored'", [
      `application:${own}:merge:${other}`,
    ]),
  );
  expect(await statusOf(mine)).toBe(`claimed ${id}`);
});

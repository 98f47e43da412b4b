/** A certificate waits for the name its holder confirmed, and is issued by itself once they did. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { confirmName, NameRefusedError } from "#lib/automation/confirm-legal-name.ts";
import { requestReissue } from "#lib/automation/reissue-certificate.ts";
import { sweep } from "#lib/automation/sweep.ts";
import { asItself } from "#lib/db/client.ts";
import { findVerifiedCertificate } from "#lib/db/reads/certificates.ts";
import { addPerson } from "#tests/database/reads/story.ts";
import {
  buy,
  learn,
  pay,
  startEngine,
  until,
  untilStep,
  value,
  type Bought,
  type Engine,
} from "#tests/support/engine.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

/** A student who finished a program of one step and has not confirmed a name. */
async function finish(fullName: string): Promise<Bought & { enrollmentId: string }> {
  const bought = await buy(engine, "cpr-first-aid", fullName || "Nameless");
  await pay(engine, bought);
  const external = await untilStep(engine, bought.orderId, 1, "in_progress");
  await engine.owner.query(
    "update profiles set full_name = $2, legal_name = null, legal_name_confirmed_at = null where id = $1",
    [bought.student.id, fullName],
  );
  await learn(engine, "hsi", external!, "complete");
  await untilStep(engine, bought.orderId, 1, "completed");
  const enrollmentId = await value<string>(engine, "select id from enrollments where order_id = $1", [
    bought.orderId,
  ]);
  return { ...bought, enrollmentId };
}

const openReason = (enrollmentId: string) =>
  value<string | undefined>(
    engine,
    `select reason || ' ' || owner from partner_lms_enrollment_failures
     where subject = 'certificate:' || $1::text and resolved_at is null`,
    [enrollmentId],
  );
const certificateOf = (enrollmentId: string) =>
  value<string | undefined>(
    engine,
    "select holder_name from certificates where enrollment_id = $1 and status = 'valid'",
    [enrollmentId],
  );
const told = (studentId: string, template: string) =>
  value<string>(
    engine,
    `select (select count(*) from mails where student_id = $1 and template = $2)
       || ' ' || (select count(*) from notifications where student_id = $1 and template = $2)`,
    [studentId, template],
  );

test("a finished program waits for the name, asks for it once, and is certified by confirming it", async () => {
  const { student, enrollmentId } = await finish("Ada Example");
  expect(await until(() => openReason(enrollmentId))).toBe("name_unconfirmed student");
  await sweep(engine.worker.deps);
  await sweep(engine.worker.deps);
  expect(await told(student.id, "name-needed")).toBe("1 1");
  expect(await certificateOf(enrollmentId)).toBeUndefined();
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);

  await confirmName({ db: engine.web }, { claims: student.claims, name: "  Ada   Example-Łukasz " });
  expect(await until(() => certificateOf(enrollmentId))).toBe("Ada Example-Łukasz");
  expect(await openReason(enrollmentId)).toBeUndefined();
  expect(await told(student.id, "certificate-issued")).toBe("1 1");

  await confirmName({ db: engine.web }, { claims: student.claims, name: "Ada Other" });
  await until(() =>
    value(
      engine,
      "select count(*) = 2 from inbox_events where event_type = 'name.confirmed' and handled_at is not null",
    ),
  );
  expect(await certificateOf(enrollmentId)).toBe("Ada Example-Łukasz");
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
}, 60_000);

test("a confirmation that found no worker is made good by the sweeper", async () => {
  const { student, enrollmentId } = await finish("");
  expect(await until(() => openReason(enrollmentId))).toBe("name_missing student");
  await engine.owner.query("select confirm_legal_name($1, 'Bea Example')", [student.id]);
  expect(await certificateOf(enrollmentId)).toBeUndefined();
  await sweep(engine.worker.deps);
  expect(await until(() => certificateOf(enrollmentId))).toBe("Bea Example");
}, 60_000);

test("a name confirmed while the certificate looks for it is never missed", async () => {
  for (let round = 0; round < 5; round++) {
    const { student, enrollmentId } = await finish("Eva Example");
    await confirmName({ db: engine.web }, { claims: student.claims, name: "Eva Example" });
    expect(await until(() => certificateOf(enrollmentId))).toBe("Eva Example");
    await until(async () => (await openReason(enrollmentId)) === undefined);
  }
}, 90_000);

test("what is no name is refused, past the form too", async () => {
  const client = await engine.owner.connect();
  const student = await addPerson(client as never, "Cleo Example").finally(() => client.release());
  for (const name of ["", "  ", "42", "a\u0000b", "x".repeat(201), undefined])
    await expect(confirmName({ db: engine.web }, { claims: student.claims, name })).rejects.toThrow(
      NameRefusedError,
    );
  for (const name of ["", " Ada", "Ada\tExample"])
    await expect(
      engine.web.pool.query("select confirm_legal_name($1, $2)", [student.id, name]),
    ).rejects.toMatchObject({ code: "23514" });
});

test("a reissue revokes the old certificate, which points to the new one, and leaves exactly one valid", async () => {
  const client = await engine.owner.connect();
  const admin = await addPerson(client as never, "Adele Admin", "admin").finally(() => client.release());
  const { student, enrollmentId } = await finish("Dora Exampel");
  await confirmName({ db: engine.web }, { claims: student.claims, name: "Dora Exampel" });
  await until(() => certificateOf(enrollmentId));
  const { rows } = await engine.owner.query<{ id: string; public_id: string }>(
    "select id, public_id from certificates where enrollment_id = $1",
    [enrollmentId],
  );
  const [old] = rows;
  const wish = { certificateId: old!.id, holderName: "Dora Example", reason: "misspelt" };
  await expect(requestReissue({ db: engine.web }, { ...wish, claims: student.claims })).rejects.toMatchObject(
    { code: "not_found" },
  );
  await expect(
    requestReissue({ db: engine.web }, { ...wish, claims: admin.claims, reason: " " }),
  ).rejects.toMatchObject({ code: "no_reason" });
  // Whoever asks after it was done hears that there is no such certificate any more.
  await Promise.allSettled(
    [1, 2, 3].map(() => requestReissue({ db: engine.web }, { ...wish, claims: admin.claims })),
  );
  await until(async () => (await certificateOf(enrollmentId)) === "Dora Example");

  const read = (id: string) => asItself(engine.web, (tx) => findVerifiedCertificate(tx, id));
  const before = await read(old!.public_id);
  expect(before).toMatchObject({ status: "revoked", holderName: "Dora Exampel" });
  const after = await read(before!.replacedBy!);
  expect(after).toMatchObject({ status: "valid", holderName: "Dora Example", replacedBy: null });
  expect(after!.steps).toEqual(before!.steps);
  expect(
    await value(engine, "select count(*)::int from certificates where enrollment_id = $1", [enrollmentId]),
  ).toBe(2);
  expect(await told(student.id, "certificate-reissued")).toBe("1 1");
  expect(await value(engine, "select revoked_reason from certificates where id = $1", [old!.id])).toBe(
    "misspelt",
  );
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);

  await expect(requestReissue({ db: engine.web }, { ...wish, claims: admin.claims })).rejects.toMatchObject({
    code: "not_found",
  });
  await sweep(engine.worker.deps);
  expect(
    await value(engine, "select count(*)::int from certificates where enrollment_id = $1", [enrollmentId]),
  ).toBe(2);
}, 60_000);

/** Milady's promo codes and the RISE courses its curricula require. */
import type pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { importVouchers } from "#lib/automation/import-vouchers.ts";
import { requestCompanions } from "#lib/automation/request-companions.ts";
import { requestRetry } from "#lib/automation/request-retry.ts";
import { sweep } from "#lib/automation/sweep.ts";
import { readVoucherFile } from "#lib/domain/voucher-file.ts";
import { addPerson } from "#tests/database/reads/story.ts";
import {
  buy,
  learn,
  pay,
  setPartnerFaults,
  startEngine,
  until,
  untilStep,
  value,
  type Bought,
  type Engine,
} from "#tests/support/engine.ts";

/** Its first step is a Milady curriculum. */
const PROGRAM = "esthetician";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => setPartnerFaults(engine, "milady", {}));
afterAll(() => engine.stop());

async function buyAndPay(): Promise<Bought> {
  const bought = await buy(engine, PROGRAM);
  await pay(engine, bought);
  return bought;
}

const companionsOf = (bought: Bought) =>
  value<string>(
    engine,
    `select string_agg(c.course_code || ' ' || x.status, ', ' order by c.course_code)
     from companion_enrollments x join partner_courses c on c.id = x.course_id where x.student_id = $1`,
    [bought.student.id],
  );
const bothActive = "RISE-FINANCE active, RISE-WELLBEING active";
const codesOf = (bought: Bought) =>
  value<string>(
    engine,
    "select string_agg(status, ', ' order by status desc) from partner_vouchers where student_id = $1 and code is not null",
    [bought.student.id],
  );
const companionIds = async (bought: Bought) => {
  const { rows } = await engine.owner.query<{ external: string }>(
    "select external_enrollment_id as external from companion_enrollments where student_id = $1 and external_enrollment_id is not null",
    [bought.student.id],
  );
  return rows.map(({ external }) => external);
};
const openReason = (bought: Bought) =>
  value<string>(
    engine,
    "select reason from partner_lms_enrollment_failures where student_id = $1 and resolved_at is null",
    [bought.student.id],
  );

test("a curriculum uses one code up and brings its required courses, and completes once they are finished", async () => {
  const bought = await buyAndPay();
  const external = (await untilStep(engine, bought.orderId, 1, "in_progress"))!;
  expect(await codesOf(bought)).toBe("consumed");
  await until(async () => (await companionsOf(bought)) === bothActive);
  for (const companion of await companionIds(bought)) await learn(engine, "milady", companion, "complete");
  await until(
    async () => (await companionsOf(bought)) === "RISE-FINANCE completed, RISE-WELLBEING completed",
  );
  expect(
    await value(
      engine,
      "select status from enrollment_steps where id = (select step_id from companion_enrollments where student_id = $1 limit 1)",
      [bought.student.id],
    ),
  ).toBe("in_progress");
  await learn(engine, "milady", external, "complete");
  await untilStep(engine, bought.orderId, 2, "in_progress");
});

test("answers lost after success lead to one code, one curriculum and one of each required course", async () => {
  await setPartnerFaults(engine, "milady", { resetAfterSuccessRate: 0.4 });
  const bought = await buyAndPay();
  await untilStep(engine, bought.orderId, 1, "in_progress");
  await until(async () => (await companionsOf(bought)) === bothActive, 60_000);
  expect(await codesOf(bought)).toBe("consumed");
}, 120_000);

test("a required course the partner confirms but does not make is noticed and asked for again", async () => {
  const bought = await buyAndPay();
  await untilStep(engine, bought.orderId, 1, "in_progress");
  await until(async () => (await companionsOf(bought)) === bothActive);
  await engine.owner.query(
    "update companion_enrollments set status = 'pending', external_enrollment_id = null where student_id = $1",
    [bought.student.id],
  );
  await setPartnerFaults(engine, "milady", { successWithoutEffectRate: 1, remaining: 1 });
  await engine.owner.query(
    "update enrollment_steps set updated_at = now() - interval '1 hour' where student_id = $1",
    [bought.student.id],
  );
  await sweep(engine.worker.deps);
  await until(async () => (await companionsOf(bought)) === bothActive, 60_000);
}, 90_000);

test("what is polled of a required course is kept with it and completes no step", async () => {
  await setPartnerFaults(engine, "milady", { dropWebhookRate: 1 });
  const bought = await buyAndPay();
  await untilStep(engine, bought.orderId, 1, "in_progress");
  await until(async () => (await companionsOf(bought)) === bothActive);
  const [first] = await companionIds(bought);
  await learn(engine, "milady", first!, "complete");
  await engine.owner.query("update companion_enrollments set next_sync_at = now() where student_id = $1", [
    bought.student.id,
  ]);
  await engine.worker.deps.db.kysely
    .transaction()
    .execute((tx) =>
      engine.worker.deps.queue.enqueue(tx, "sync-partner", [{ data: { partner: "milady" }, key: "milady" }]),
    );
  await until(() =>
    value(
      engine,
      "select 1 from companion_enrollments where external_enrollment_id = $1 and status = 'completed'",
      [first],
    ),
  );
  expect(
    await value(
      engine,
      "select count(*)::int from enrollment_steps where student_id = $1 and status = 'completed'",
      [bought.student.id],
    ),
  ).toBe(0);
});

test("an empty stock is an open failure, and a student goes on by themself once codes arrive", async () => {
  const { rows } = await engine.owner.query<{ id: string }>(
    "update partner_vouchers set status = 'released', released_at = now() where status = 'available' returning id",
  );
  const bought = await buyAndPay();
  expect(await until(() => openReason(bought))).toBe("stock_empty");
  expect(
    await value(engine, "select owner from partner_lms_enrollment_failures where student_id = $1", [
      bought.student.id,
    ]),
  ).toBe("admin");
  const answer = await fetch(`${engine.sandboxUrl}/_sandbox/partners/milady/promo-codes?count=6000`);
  const { codes } = (await answer.json()) as { codes: string[] };
  const lines = readVoucherFile([...codes.slice(-2), codes[0], "no code at all"].join("\n"));
  const deps = engine.worker.deps;
  const request = { partner: "milady", lines };
  const dry = await importVouchers(deps, { ...request, dryRun: true });
  expect(dry.map(({ outcome }) => outcome)).toEqual(["added", "added", "known", "refused"]);
  expect(await importVouchers(deps, { ...request, dryRun: false })).toEqual(dry);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  const again = await importVouchers(deps, { ...request, dryRun: false });
  expect(again.map(({ outcome }) => outcome)).toEqual(["known", "known", "known", "refused"]);
  await engine.owner.query(
    "update partner_vouchers set status = 'available', released_at = null where id = any($1)",
    [rows.map(({ id }) => id)],
  );
});

test("codes that sixty students take at once are sixty", async () => {
  const students = await Promise.all(
    Array.from({ length: 60 }, (_, number) => buy(engine, PROGRAM, `Code Student ${number}`)),
  );
  await Promise.all(students.map((student) => pay(engine, student)));
  for (const { orderId } of students) await untilStep(engine, orderId, 1, "in_progress");
  expect(
    await value(
      engine,
      "select count(distinct code)::int from partner_vouchers where status = 'consumed' and student_id = any($1)",
      [students.map(({ student }) => student.id)],
    ),
  ).toBe(60);
}, 60_000);

test("a code the partner does not take fails the step, and the next try takes another", async () => {
  await engine.owner.query(
    "update partner_vouchers set code = code || 'X' where id = (select id from partner_vouchers where status = 'available' order by created_at, id limit 1)",
  );
  const bought = await buyAndPay();
  await untilStep(engine, bought.orderId, 1, "failed");
  expect(await codesOf(bought)).toBe("expired");
  await retryAll(bought);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  expect(await codesOf(bought)).toBe("expired, consumed");
});

async function retryAll(bought: Bought): Promise<void> {
  const failureId = await value<string>(
    engine,
    "select id from partner_lms_enrollment_failures where student_id = $1 and resolved_at is null",
    [bought.student.id],
  );
  await requestRetry({ db: engine.web }, { claims: (await person("Code Admin", "admin")).claims, failureId });
}

test("a curriculum that is finished anyway leaves no failure about its required courses", async () => {
  const bought = await buyAndPay();
  const external = (await untilStep(engine, bought.orderId, 1, "in_progress"))!;
  await until(async () => (await companionsOf(bought)) === bothActive);
  const stepId = await value<string>(
    engine,
    "select step_id from companion_enrollments where student_id = $1 limit 1",
    [bought.student.id],
  );
  // As a run leaves it that failed while the partner was away.
  await engine.owner.query(
    "insert into partner_lms_enrollment_failures (subject, reason, owner, error_message, student_id, step_id) values ('companions:' || $1::uuid, 'partner_unavailable', 'partner', 'no answer', $2, $1)",
    [stepId, bought.student.id],
  );
  await learn(engine, "milady", external, "complete");
  await untilStep(engine, bought.orderId, 1, "completed");
  expect(await openReason(bought)).toBeUndefined();
});

test("required courses are asked for by the student or an admin, and by nobody else", async () => {
  const bought = await buyAndPay();
  await untilStep(engine, bought.orderId, 1, "in_progress");
  await until(async () => (await companionsOf(bought)) === bothActive);
  await engine.owner.query(
    "delete from companion_enrollments where student_id = $1 and progress_percentage = 0",
    [bought.student.id],
  );
  const ask = (claims: Bought["student"]["claims"]) =>
    requestCompanions({ db: engine.web }, { claims, studentId: bought.student.id, partner: "milady" });
  const other = await person("Somebody Else");
  await expect(ask(other.claims)).rejects.toThrow("no course there");
  await ask(bought.student.claims);
  await until(async () => (await companionsOf(bought)) === bothActive);
  const admin = await person("Companion Admin", "admin");
  await ask(admin.claims);
  await expect(
    requestCompanions({ db: engine.web }, { claims: admin.claims, studentId: other.id, partner: "milady" }),
  ).rejects.toThrow("no course there");
});

async function person(name: string, role?: string) {
  const client = await engine.owner.connect();
  return addPerson(client as unknown as pg.Client, name, role).finally(() => client.release());
}

test("nothing above broke an invariant or spent a code twice", async () => {
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
  const counts = (await (await fetch(`${engine.sandboxUrl}/_sandbox/counts`)).json()) as Record<
    string,
    { specials: Record<string, number> }
  >;
  expect(counts["milady"]!.specials).toMatchObject({ promoCodesBeyondOne: 0 });
});

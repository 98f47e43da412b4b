/** Exam vouchers from the first reservation to the last retake: one per try, whatever goes wrong in between. */
import type pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { arrangeRetake } from "#lib/automation/arrange-retake.ts";
import { requestRetry } from "#lib/automation/request-retry.ts";
import { sweep } from "#lib/automation/sweep.ts";
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

/** One step: an exam at Certiport. */
const PROGRAM = "cybersecurity-analyst";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => setPartnerFaults(engine, "certiport", {}));
afterAll(() => engine.stop());

interface Registered extends Bought {
  /** At Certiport. */
  external: string;
  /** `partner_lms_enrollments.id`. */
  id: string;
}

async function register(): Promise<Registered> {
  const bought = await buy(engine, PROGRAM);
  await pay(engine, bought);
  const external = (await untilStep(engine, bought.orderId, 1, "in_progress"))!;
  const id = await value<string>(
    engine,
    "select id from partner_lms_enrollments where external_enrollment_id = $1",
    [external],
  );
  return { ...bought, external, id };
}

const vouchersOf = (id: string) =>
  value<string>(
    engine,
    "select string_agg(attempt || ' ' || status, ', ' order by attempt) from partner_vouchers where partner_enrollment_id = $1",
    [id],
  );
const untilStanding = (id: string, standing: string) =>
  until(() =>
    value(engine, "select 1 from partner_lms_enrollments where id = $1 and standing = $2", [id, standing]),
  );
const openReason = (id: string) =>
  value<string>(
    engine,
    "select reason from partner_lms_enrollment_failures where subject = $1 and resolved_at is null",
    [`retake:${id}`],
  );
const mailsAbout = (id: string) =>
  value<string>(
    engine,
    "select string_agg(data ->> 'standing', ', ' order by created_at, subject_key) from mails where template = 'standing-changed' and subject_key like $1",
    [`${id}:%`],
  );

async function retryAsAdmin(id: string): Promise<void> {
  const client = await engine.owner.connect();
  const admin = await addPerson(client as unknown as pg.Client, "Voucher Admin", "admin").finally(() =>
    client.release(),
  );
  const failureId = await value<string>(
    engine,
    "select id from partner_lms_enrollment_failures where subject = $1 and resolved_at is null",
    [`retake:${id}`],
  );
  await requestRetry({ db: engine.web }, { claims: admin.claims, failureId });
}

async function certiportCounts(): Promise<Record<string, number>> {
  const counts = (await (await fetch(`${engine.sandboxUrl}/_sandbox/counts`)).json()) as Record<
    string,
    { specials: Record<string, number> }
  >;
  return counts["certiport"]!.specials;
}

test("an exam is enrolled in with a reserved voucher, which is used up with it, and its code never comes to us", async () => {
  const { id } = await register();
  expect(await vouchersOf(id)).toBe("1 consumed");
  expect(
    await value(engine, "select code from partner_vouchers where partner_enrollment_id = $1", [id]),
  ).toBeNull();
});

test("an answer lost after the reservation leads to one voucher", async () => {
  await setPartnerFaults(engine, "certiport", { resetAfterSuccessRate: 1, remaining: 4 });
  const { id } = await register();
  expect(await vouchersOf(id)).toBe("1 consumed");
}, 60_000);

test("a failed exam gets another voucher at once, the next one only once an admin grants it", async () => {
  const { id, external, orderId } = await register();
  await learn(engine, "certiport", external, "fail-exam");
  await untilStanding(id, "retake_ready");
  expect(await vouchersOf(id)).toBe("1 consumed, 2 consumed");
  expect(await mailsAbout(id)).toBe("exam_failed, retake_ready");

  await learn(engine, "certiport", external, "fail-exam");
  expect(await until(() => openReason(id))).toBe("retakes_used_up");
  expect(await vouchersOf(id)).toBe("1 consumed, 2 consumed");
  await retryAsAdmin(id);
  await untilStanding(id, "retake_ready");
  expect(await vouchersOf(id)).toBe("1 consumed, 2 consumed, 3 consumed");
  expect(await openReason(id)).toBeUndefined();
  expect(await mailsAbout(id)).toBe("exam_failed, retake_ready, exam_failed, retake_ready");

  await learn(engine, "certiport", external, "complete");
  await untilStep(engine, orderId, 1, "completed");
});

test("a voucher that ran out is replaced, and is not counted as used", async () => {
  const { id, external } = await register();
  await learn(engine, "certiport", external, "expire-voucher");
  await until(async () => (await vouchersOf(id)) === "1 expired, 2 consumed");
  await until(() =>
    value(engine, "select 1 from partner_lms_enrollments where id = $1 and standing <> 'voucher_expired'", [
      id,
    ]),
  );
  expect(await openReason(id)).toBeUndefined();
});

test("a retake that runs on two workers at once, and once more, opens one exam on one voucher", async () => {
  await setPartnerFaults(engine, "certiport", { dropWebhookRate: 1 });
  const { id, external } = await register();
  await learn(engine, "certiport", external, "fail-exam");
  const run = {
    data: { partnerEnrollmentId: id },
    jobId: "-",
    attempt: 0,
    signal: new AbortController().signal,
    stopping: new AbortController().signal,
  };
  await Promise.all([1, 2, 3].map(() => arrangeRetake(engine.worker.deps, run).catch(() => undefined)));
  await arrangeRetake(engine.worker.deps, run);
  await untilStanding(id, "retake_ready");
  expect(await vouchersOf(id)).toBe("1 consumed, 2 consumed");
});

test("a retake whose answer was lost goes on with the same voucher", async () => {
  const { id, external } = await register();
  await setPartnerFaults(engine, "certiport", { resetAfterSuccessRate: 0.5 });
  await learn(engine, "certiport", external, "fail-exam");
  await until(
    () =>
      value(engine, "select 1 from partner_lms_enrollments where id = $1 and standing = 'retake_ready'", [
        id,
      ]),
    60_000,
  );
  await until(async () => (await vouchersOf(id)) === "1 consumed, 2 consumed");
}, 90_000);

test("a step that is canceled before its voucher was used gives it back", async () => {
  const bought = await buy(engine, PROGRAM);
  await pay(engine, bought);
  const external = (await untilStep(engine, bought.orderId, 1, "in_progress"))!;
  const id = await value<string>(
    engine,
    "select id from partner_lms_enrollments where external_enrollment_id = $1",
    [external],
  );
  // A second voucher is put aside and the student leaves before the retake was opened.
  const before = (await certiportCounts())["vouchersReleased"]!;
  await reserveForRetake(id);
  await engine.owner.query(
    "select public.cancel_enrollment(e.id, 'system', 'a test') from enrollments e where e.order_id = $1",
    [bought.orderId],
  );
  await sweep(engine.worker.deps);
  await until(async () => (await vouchersOf(id)) === "1 consumed, 2 released");
  await until(() =>
    value(
      engine,
      "select 1 from partner_vouchers where partner_enrollment_id = $1 and released_at is not null",
      [id],
    ),
  );
  expect((await certiportCounts())["vouchersReleased"]).toBe(before + 1);
});

/** Reserves as a retake does that was killed before it was opened. */
async function reserveForRetake(id: string): Promise<void> {
  const { rows } = await engine.owner.query<{ step: string; code: string }>(
    "select e.step_id as step, c.external_course_code as code from partner_lms_enrollments e join partner_courses c on c.id = e.course_id where e.id = $1",
    [id],
  );
  const { step, code } = rows[0]!;
  const reserved = await engine.worker.deps.findConnector("certiport").reserveVoucher!(
    { externalCourseCode: code, kind: "exam" },
    `${step}:2`,
    `voucher:${id}:2`,
  );
  await engine.owner.query(
    `insert into partner_vouchers (provider_id, course_id, kind, external_voucher_id, status, partner_enrollment_id, student_id, attempt, reserved_at)
     select provider_id, course_id, 'exam_voucher', $2, 'reserved', id, student_id, 2, now() from partner_lms_enrollments where id = $1`,
    [id, reserved.externalVoucherId],
  );
}

test("nothing above broke an invariant or used a voucher twice", async () => {
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
  expect(await certiportCounts()).toMatchObject({ duplicateVouchers: 0, vouchersReserved: 0 });
});

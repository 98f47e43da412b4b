/** What the engine makes of partners that fail, repeat themselves, lie or stay silent. Invariants 7-12. */
import type pg from "pg";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { reconcilePayments } from "#lib/automation/reconcile-payments.ts";
import { requestRetry } from "#lib/automation/request-retry.ts";
import { sweep } from "#lib/automation/sweep.ts";
import { syncAllActivePartnerEnrollments } from "#lib/automation/sync-progress.ts";
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

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(async () => {
  await setPartnerFaults(engine, "hsi", {});
});
afterAll(() => engine.stop());

const openFailure = (orderId: string) =>
  value<string>(
    engine,
    "select f.reason from partner_lms_enrollment_failures f join enrollments e on e.id = f.enrollment_id where e.order_id = $1 and f.resolved_at is null",
    [orderId],
  );
const failureId = (orderId: string) =>
  value<string>(
    engine,
    "select f.id from partner_lms_enrollment_failures f join enrollments e on e.id = f.enrollment_id where e.order_id = $1 and f.resolved_at is null",
    [orderId],
  );
const stepOf = (orderId: string) =>
  value<string>(
    engine,
    "select s.id from enrollment_steps s join enrollments e on e.id = s.enrollment_id where e.order_id = $1 and s.sequence_order = 1",
    [orderId],
  );

async function buyAndPay(program = "cpr-first-aid"): Promise<Bought> {
  const bought = await buy(engine, program);
  await pay(engine, bought);
  return bought;
}

async function person(name: string, role?: string) {
  const client = await engine.owner.connect();
  return addPerson(client as unknown as pg.Client, name, role).finally(() => client.release());
}

/** The partner's own count of enrollments for a step. */
async function enrollmentsAt(partner: string, orderId: string): Promise<number> {
  const reference = await stepOf(orderId);
  const response = await fetch(
    `${engine.sandboxUrl}/_sandbox/partners/${partner}/enrollments?reference=${reference}`,
  );
  return ((await response.json()) as { enrollments: unknown[] }).enrollments.length;
}

/** Delivers an event signed with the partner's own secret. */
function deliver(partner: string, id: string, body: object) {
  const text = JSON.stringify(body);
  const now = new Date();
  const secret = engine.env[`${partner.toUpperCase()}_WEBHOOK_SECRET`]!;
  return fetch(`${engine.appUrl}/api/webhooks/partners/${partner}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign(id, now, text),
    },
    body: text,
  });
}

const hsiEvent = (event: string, externalId: string, progress = 1) => ({
  event,
  occurred_at: new Date().toISOString(),
  enrollment: { enrollment_id: externalId, online_progress: progress },
});

async function untilHandled(eventId: string): Promise<string> {
  return until(() =>
    value<string>(engine, "select outcome from inbox_events where event_id = $1 and outcome is not null", [
      eventId,
    ]),
  );
}

test("a partner that is down is an open failure until it works again, and the student is enrolled then", async () => {
  await setPartnerFaults(engine, "hsi", { down: true });
  const bought = await buyAndPay();
  expect(await until(() => openFailure(bought.orderId), 30_000)).toBe("partner_unavailable");
  expect(
    await value(engine, "select status from enrollment_steps where id = $1", [await stepOf(bought.orderId)]),
  ).toBe("enrolling");
  expect(await value(engine, "select status from enrollments where order_id = $1", [bought.orderId])).toBe(
    "active",
  );
  await setPartnerFaults(engine, "hsi", {});
  const admin = await person("Retry Admin", "admin");
  await until(
    async () =>
      (await value<number>(engine, "select retry_count from partner_lms_enrollment_failures where id = $1", [
        await failureId(bought.orderId),
      ])) !== null,
  );
  await requestRetry(
    { db: engine.web },
    { claims: admin.claims, failureId: await failureId(bought.orderId) },
  );
  // The breaker lets a first call through after its pause.
  await until(
    async () =>
      (await value(engine, "select status from enrollment_steps where id = $1", [
        await stepOf(bought.orderId),
      ])) === "in_progress",
    60_000,
  );
  expect(await openFailure(bought.orderId)).toBeUndefined();
}, 120_000);

test("an answer that is lost after the partner did the work leads to one account and one enrollment", async () => {
  await setPartnerFaults(engine, "hsi", { resetAfterSuccessRate: 1, remaining: 2 });
  const bought = await buyAndPay();
  await until(
    async () =>
      (await value(engine, "select status from enrollment_steps where id = $1", [
        await stepOf(bought.orderId),
      ])) === "in_progress",
    60_000,
  );
  expect(await enrollmentsAt("hsi", bought.orderId)).toBe(1);
}, 90_000);

test("an enrollment the partner confirms but does not make is noticed and asked for again", async () => {
  await setPartnerFaults(engine, "hsi", { successWithoutEffectRate: 1, remaining: 1 });
  const bought = await buyAndPay();
  await until(
    async () =>
      (await value(engine, "select status from enrollment_steps where id = $1", [
        await stepOf(bought.orderId),
      ])) === "in_progress",
    60_000,
  );
  expect(await enrollmentsAt("hsi", bought.orderId)).toBe(1);
}, 90_000);

test("what the partner refuses fails the step, stays visible, and works after it was put right", async () => {
  const first = await buyAndPay();
  await untilStep(engine, first.orderId, 1, "in_progress");
  const bought = await buy(engine, "cpr-first-aid");
  // The partner knows this address already, for somebody else.
  const address = "update profiles set email = $2 where id = $1";
  await engine.owner.query(address, [bought.student.id, first.student.claims.email]);
  await pay(engine, bought);
  await untilStep(engine, bought.orderId, 1, "failed");
  expect(await openFailure(bought.orderId)).toMatch(/^partner_(rejected|needs_action)$/);
  expect(await value(engine, "select status from enrollments where order_id = $1", [bought.orderId])).toBe(
    "active",
  );
  await engine.owner.query(address, [bought.student.id, bought.student.claims.email]);
  expect(
    await value(
      engine,
      "select count(*)::int from mails where template = 'enrollment-delayed' and subject_key = $1",
      [await stepOf(bought.orderId)],
    ),
  ).toBe(1);
  const admin = await person("Second Admin", "admin");
  const student = await person("Curious Student");
  await expect(
    requestRetry({ db: engine.web }, { claims: student.claims, failureId: await failureId(bought.orderId) }),
  ).rejects.toThrow("no such failure");
  await requestRetry(
    { db: engine.web },
    { claims: admin.claims, failureId: await failureId(bought.orderId) },
  );
  await untilStep(engine, bought.orderId, 1, "in_progress");
  expect(
    await value(engine, "select actor from step_events where step_id = $1 and from_status = 'failed'", [
      await stepOf(bought.orderId),
    ]),
  ).toBe(`user:${admin.id}`);
}, 60_000);

test("a switched-off provider is an open failure, not a lost student", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await engine.owner.query("update partner_lms_providers set active = false where provider_type = 'hsi'");
  await pay(engine, bought);
  expect(await until(() => openFailure(bought.orderId))).toBe("provider_inactive");
  await expect(buy(engine, "cpr-first-aid")).rejects.toMatchObject({ code: "partner_unavailable" });
  await engine.owner.query("update partner_lms_providers set active = true where provider_type = 'hsi'");
  await untilStep(engine, bought.orderId, 1, "in_progress");
});

test("completion a hundred times at once advances one step", async () => {
  const bought = await buyAndPay("medical-assistant");
  const external = await untilStep(engine, bought.orderId, 1, "in_progress");
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, number) =>
      deliver("hsi", `again-${number}-${external}`, hsiEvent("course.completed", external!)),
    ),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  await untilStep(engine, bought.orderId, 2, "in_progress");
  await until(
    async () =>
      (await value(
        engine,
        "select count(*)::int from inbox_events where event_id like $1 and handled_at is null",
        [`again-%-${external}`],
      )) === 0,
  );
  expect(
    await value(
      engine,
      "select count(*)::int from step_events e join enrollment_steps s on s.id = e.step_id join enrollments n on n.id = s.enrollment_id where n.order_id = $1 and e.to_status = 'completed'",
      [bought.orderId],
    ),
  ).toBe(1);
  expect(
    await value(
      engine,
      "select s.status from enrollment_steps s join enrollments n on n.id = s.enrollment_id where n.order_id = $1 and s.sequence_order = 3",
      [bought.orderId],
    ),
  ).toBe("pending");
});

test("an event one partner signs about another partner's enrollment touches nothing", async () => {
  const bought = await buyAndPay("medical-assistant");
  const external = await untilStep(engine, bought.orderId, 1, "in_progress");
  await learn(engine, "hsi", external!, "complete");
  const certiport = await untilStep(engine, bought.orderId, 2, "in_progress");
  await deliver("hsi", `foreign-${certiport}`, hsiEvent("course.completed", certiport!));
  expect(await untilHandled(`foreign-${certiport}`)).toBe("parked");
  expect(
    await value(engine, "select status from partner_lms_enrollments where external_enrollment_id = $1", [
      certiport,
    ]),
  ).toBe("active");
});

test("progress never goes down, and 100 percent alone completes nothing", async () => {
  const bought = await buyAndPay();
  const external = await untilStep(engine, bought.orderId, 1, "in_progress");
  for (const [number, progress] of [0.7, 0.3, 1].entries()) {
    await deliver("hsi", `progress-${number}-${external}`, hsiEvent("progress.updated", external!, progress));
    await untilHandled(`progress-${number}-${external}`);
    expect(
      await value(
        engine,
        "select progress_percentage from partner_lms_enrollments where external_enrollment_id = $1",
        [external],
      ),
    ).toBe([70, 70, 100][number]);
  }
  expect(
    await value(engine, "select status from enrollment_steps where id = $1", [await stepOf(bought.orderId)]),
  ).toBe("in_progress");
});

test("an event that comes before its enrollment is known is parked and applied afterwards", async () => {
  const bought = await buyAndPay();
  const external = (await untilStep(engine, bought.orderId, 1, "in_progress"))!;
  await engine.owner.query(
    "update partner_lms_enrollments set external_enrollment_id = 'not-known-yet' where external_enrollment_id = $1",
    [external],
  );
  await deliver("hsi", `early-${external}`, hsiEvent("progress.updated", external, 0.4));
  expect(await untilHandled(`early-${external}`)).toBe("parked");
  await engine.owner.query(
    "update partner_lms_enrollments set external_enrollment_id = $1 where external_enrollment_id = 'not-known-yet'",
    [external],
  );
  await until(
    async () =>
      (await value(engine, "select outcome from inbox_events where event_id = $1", [`early-${external}`])) ===
      "applied",
    30_000,
  );
}, 60_000);

test("what a partner never tells is found by asking", async () => {
  await setPartnerFaults(engine, "hsi", { dropWebhookRate: 1 });
  const bought = await buyAndPay();
  const external = await untilStep(engine, bought.orderId, 1, "in_progress");
  await learn(engine, "hsi", external!, "complete");
  await engine.owner.query(
    "update partner_lms_enrollments set next_sync_at = now() where external_enrollment_id = $1",
    [external],
  );
  await syncAllActivePartnerEnrollments(engine.worker.deps);
  await untilStep(engine, bought.orderId, 1, "completed");
  await until(() =>
    value(
      engine,
      "select c.id from certificates c join enrollments e on e.id = c.enrollment_id where e.order_id = $1",
      [bought.orderId],
    ),
  );
});

test("a payment Stripe never told of is found by comparing books, once", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  const fault = (drop: number) =>
    fetch(`${engine.sandboxUrl}/stripe/_sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ drop }),
    });
  await fault(1);
  await pay(engine, bought);
  await fault(0);
  expect(await value(engine, "select status from orders where id = $1", [bought.orderId])).toBe(
    "awaiting_payment",
  );
  expect((await reconcilePayments(engine.worker.deps, new Date())).recovered).toBe(1);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  expect((await reconcilePayments(engine.worker.deps, new Date())).recovered).toBe(0);
});

test("a step whose job got lost is found by the sweeper", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await engine.owner.query("update partner_lms_providers set active = false where provider_type = 'hsi'");
  await pay(engine, bought);
  await until(() => openFailure(bought.orderId));
  await until(async () => {
    const { rowCount } = await engine.owner.query(
      "delete from pgboss.job where name = 'enroll-step' and singleton_key = $1 and state = 'retry'",
      [await stepOf(bought.orderId)],
    );
    return rowCount === 1;
  });
  await engine.owner.query("update partner_lms_providers set active = true where provider_type = 'hsi'");
  await sweep(engine.worker.deps);
  await untilStep(engine, bought.orderId, 1, "in_progress");
});

test("a certificate waits for the student's name and is issued once it is there", async () => {
  const bought = await buyAndPay();
  const external = await untilStep(engine, bought.orderId, 1, "in_progress");
  await engine.owner.query(
    "update profiles set full_name = '', legal_name = null, legal_name_confirmed_at = null where id = $1",
    [bought.student.id],
  );
  await learn(engine, "hsi", external!, "complete");
  await until(async () => (await openFailure(bought.orderId)) === "name_missing");
  await engine.owner.query("select confirm_legal_name($1, 'Ada Example')", [bought.student.id]);
  await sweep(engine.worker.deps);
  await until(() =>
    value(
      engine,
      "select c.id from certificates c join enrollments e on e.id = c.enrollment_id where e.order_id = $1",
      [bought.orderId],
    ),
  );
  expect(await openFailure(bought.orderId)).toBeUndefined();
});

test("nothing above broke an invariant, and no partner holds anything twice", async () => {
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
  const counts = (await (await fetch(`${engine.sandboxUrl}/_sandbox/counts`)).json()) as Record<
    string,
    { duplicateAccounts: number; duplicateEnrollments: number }
  >;
  for (const partner of Object.values(counts))
    expect(partner).toMatchObject({ duplicateAccounts: 0, duplicateEnrollments: 0 });
});

/** What the engine makes of partners that answer about somebody else, and of events that fit nothing. Invariants 10, 22, 26. */
import { createHmac, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { openPartnerClient } from "#lib/partners/index.ts";
import {
  buy,
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

async function buyAndPay(program = "cpr-first-aid"): Promise<Bought> {
  const bought = await buy(engine, program);
  await pay(engine, bought);
  return bought;
}

const openFailure = (orderId: string) =>
  value<string>(
    engine,
    "select f.reason from partner_lms_enrollment_failures f join enrollments e on e.id = f.enrollment_id where e.order_id = $1 and f.resolved_at is null",
    [orderId],
  );

/** Everything Baton keeps of a student at partners. */
async function keptOf({ student }: Bought): Promise<unknown> {
  const { rows } = await engine.owner.query(
    `select e.external_enrollment_id, e.external_account_id, e.progress_percentage, e.status, a.external_account_id as account
     from partner_lms_enrollments e join partner_accounts a on a.student_id = e.student_id where e.student_id = $1`,
    [student.id],
  );
  return rows;
}

/** Opens the student's account at HSI before anything goes wrong there. */
async function openAccount({ student }: Bought): Promise<void> {
  const email = `${student.id}@example.com`;
  const connector = openPartnerClient("hsi", engine.env);
  const { externalAccountId } = await connector.createAccount(
    { studentId: student.id, email, fullName: "Ada Example" },
    randomUUID(),
  );
  await engine.owner.query(
    `insert into partner_accounts (provider_id, student_id, external_account_id)
     select id, $1, $2 from partner_lms_providers where provider_type = 'hsi'`,
    [student.id, externalAccountId],
  );
}

/** Delivers an event signed in the partner's own scheme; resolves with the door's status. */
async function deliver(partner: "hsi" | "jri", id: string, body: object): Promise<number> {
  const text = JSON.stringify(body);
  const now = new Date();
  const secret = engine.env[`${partner.toUpperCase()}_WEBHOOK_SECRET`] ?? "";
  const time = String(Math.floor(now.getTime() / 1000));
  const mac = createHmac("sha256", secret).update(`${time}.${text}`).digest("hex");
  const headers: Record<string, string> =
    partner === "jri"
      ? { "x-jri-timestamp": time, "x-jri-signature": `sha256=${mac}` }
      : {
          "webhook-id": id,
          "webhook-timestamp": time,
          "webhook-signature": new Webhook(secret).sign(id, now, text),
        };
  const url = `${engine.appUrl}/api/webhooks/partners/${partner}`;
  return (await fetch(url, { method: "POST", headers, body: text })).status;
}

const hsiEvent = (event: string, externalId: string) => ({
  event,
  enrollment: { enrollment_id: externalId, online_progress: 0.5 },
});

const outcomeOf = (eventId: string) =>
  value<string>(engine, "select outcome from inbox_events where event_id = $1", [eventId]);
const untilOutcome = (eventId: string, outcome: string) =>
  until(async () => (await outcomeOf(eventId)) === outcome, 30_000);

/** Lets an event be as old as if it had waited, and its job run at once. */
async function age(eventId: string, hours: number): Promise<void> {
  await engine.owner.query(
    "update inbox_events set received_at = now() - make_interval(hours => $2) where event_id = $1",
    [eventId, hours],
  );
  await engine.owner.query(
    `update pgboss.job set start_after = now()
     where name = 'handle-partner-event' and state in ('created', 'retry')
       and data ->> 'inboxId' = (select id::text from inbox_events where event_id = $1)`,
    [eventId],
  );
}

test("a partner that gives a new student another's account is stopped, and both are kept apart", async () => {
  const first = await buyAndPay();
  await untilStep(engine, first.orderId, 1, "in_progress");
  const before = await keptOf(first);
  await setPartnerFaults(engine, "hsi", { hostileAnswer: "reused-id" });
  const second = await buyAndPay();
  expect(await until(() => openFailure(second.orderId))).toBe("partner_id_taken");
  expect(await keptOf(first)).toEqual(before);
  expect(await keptOf(second)).toEqual([]);
});

test("a partner that gives a new enrollment another's id is stopped, and both are kept apart", async () => {
  const first = await buyAndPay();
  await untilStep(engine, first.orderId, 1, "in_progress");
  const before = await keptOf(first);
  const second = await buy(engine, "cpr-first-aid");
  await openAccount(second);
  await setPartnerFaults(engine, "hsi", { hostileAnswer: "reused-id" });
  await pay(engine, second);
  expect(await until(() => openFailure(second.orderId))).toBe("partner_id_taken");
  expect(await keptOf(first)).toEqual(before);
  expect(await keptOf(second)).toMatchObject([{ external_enrollment_id: null, status: "failed" }]);
});

test("a partner that answers about somebody else changes nothing of either", async () => {
  const first = await buyAndPay();
  await untilStep(engine, first.orderId, 1, "in_progress");
  const before = await keptOf(first);
  await setPartnerFaults(engine, "hsi", { hostileAnswer: "foreign-record" });
  const second = await buyAndPay();
  expect(await until(() => openFailure(second.orderId))).toBe("partner_rejected");
  expect(await keptOf(first)).toEqual(before);
  expect(await keptOf(second)).toEqual([]);
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
});

test("an event that fits no enrollment is tried for 72 hours, then it is an open failure", async () => {
  const id = `lost-${randomUUID()}`;
  expect(await deliver("hsi", id, hsiEvent("progress.updated", "enr_nobody"))).toBe(200);
  await untilOutcome(id, "parked");
  const tries = () =>
    value<number>(
      engine,
      `select retry_count from pgboss.job where name = 'handle-partner-event'
       and data ->> 'inboxId' = (select id::text from inbox_events where event_id = $1)`,
      [id],
    );
  const before = (await tries()) ?? 0;
  await age(id, 71);
  await until(async () => ((await tries()) ?? 0) > before, 30_000);
  expect(await outcomeOf(id)).toBe("parked");
  await age(id, 73);
  await untilOutcome(id, "failed");
  const { rows } = await engine.owner.query(
    `select reason, owner, resolved_at from partner_lms_enrollment_failures
     where subject = 'event:' || (select id from inbox_events where event_id = $1)`,
    [id],
  );
  expect(rows).toEqual([{ reason: "unplaceable_event", owner: "us", resolved_at: null }]);
  expect(await deliver("hsi", id, hsiEvent("progress.updated", "enr_nobody"))).toBe(200);
  expect(await outcomeOf(id)).toBe("failed");
}, 90_000);

test("an event of a name nobody knows is stored and changes nothing", async () => {
  const bought = await buyAndPay();
  const external = await untilStep(engine, bought.orderId, 1, "in_progress");
  const before = await keptOf(bought);
  const id = `unknown-${randomUUID()}`;
  expect(await deliver("hsi", id, hsiEvent("invoice.created", external!))).toBe(200);
  await untilOutcome(id, "ignored");
  expect(await keptOf(bought)).toEqual(before);
});

test("an event signed in hex is stored once by the id in its body, whatever else is sent with it", async () => {
  const id = `evt-${randomUUID()}`;
  const body = (percent: number) => ({
    event: "progress.updated",
    event_id: id,
    enrollment: { id: "enr-nobody", percent_complete: percent },
  });
  expect(await deliver("jri", "", body(10))).toBe(200);
  expect(await deliver("jri", "", body(10))).toBe(200);
  expect(await deliver("jri", "", body(90))).toBe(200);
  const { rows } = await engine.owner.query("select body from inbox_events where source = 'partner:jri'");
  expect(rows).toEqual([{ body: JSON.stringify(body(10)) }]);
  const forged = await fetch(`${engine.appUrl}/api/webhooks/partners/jri`, {
    method: "POST",
    headers: { "x-jri-timestamp": String(Math.floor(Date.now() / 1000)), "x-jri-signature": "sha256=00" },
    body: JSON.stringify(body(10)),
  });
  expect([forged.status, await forged.json()]).toMatchObject([400, { error: { code: "bad_signature" } }]);
});

/** A provider that is switched off and on again while students wait and learn there. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { requestProviderSwitch } from "#lib/automation/request-provider-switch.ts";
import type { Claims } from "#lib/domain/claims.ts";
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
import { openReason, person, startLearning } from "#tests/support/follow.ts";

let engine: Engine;
let admin: { claims: Claims };
let hsi: string;
beforeAll(async () => {
  engine = await startEngine();
  admin = await person(engine, "Switch Admin", "admin");
  hsi = await value<string>(engine, "select id from partner_lms_providers where provider_type = 'hsi'");
});
afterAll(() => engine.stop());

async function switchHsi(active: boolean, claims = admin.claims): Promise<void> {
  await requestProviderSwitch({ db: engine.web }, { claims, providerId: hsi, active });
  await until(
    async () =>
      (await value(engine, "select active from partner_lms_providers where id = $1", [hsi])) === active,
  );
}

const stepOf = ({ orderId }: Bought, position = 1) =>
  value<string>(
    engine,
    "select s.id from enrollment_steps s join enrollments e on e.id = s.enrollment_id where e.order_id = $1 and s.sequence_order = $2",
    [orderId, position],
  );
const openCount = (stepId: string) =>
  value<number>(
    engine,
    "select count(*)::int from partner_lms_enrollment_failures where step_id = $1 and reason = 'provider_inactive' and resolved_at is null",
    [stepId],
  );
const mailsAbout = (stepId: string) =>
  value<number>(
    engine,
    "select count(*)::int from mails where template = 'partner-unavailable' and subject_key like $1",
    [`${stepId}:%`],
  );

test("everybody who waits or learns there is told once, with what else there is, and a student paid meanwhile goes on afterwards", async () => {
  const learning = await startLearning(engine, "cpr-first-aid");
  const waiting = await startLearning(engine, "osha-30-construction");
  const paying = await buy(engine, "cpr-first-aid");
  await switchHsi(false);
  const there = await stepOf(learning);
  expect(await openReason(engine, `provider:${there}`)).toBe("provider_inactive");
  expect(await mailsAbout(there)).toBe(1);
  expect(await openCount(await stepOf(waiting))).toBe(0);
  await pay(engine, paying);
  const late = await until(() => stepOf(paying));
  await until(async () => (await openCount(late)) === 1);
  await expect(buy(engine, "cpr-first-aid")).rejects.toMatchObject({ code: "partner_unavailable" });

  await switchHsi(true);
  await untilStep(engine, paying.orderId, 1, "in_progress");
  await until(async () => (await openCount(late)) + (await openCount(there)) === 0);
  await learn(engine, "hsi", learning.external, "complete");
  await untilStep(engine, learning.orderId, 1, "completed");
});

test("a student whose turn there has not come is told too, and has one open failure however far they get", async () => {
  const bought = await startLearning(engine, "hvac-technician");
  const certiport = await value<string>(
    engine,
    "select id from partner_lms_providers where provider_type = 'certiport'",
  );
  const ask = (active: boolean) =>
    requestProviderSwitch({ db: engine.web }, { claims: admin.claims, providerId: certiport, active });
  await ask(false);
  const second = await stepOf(bought, 2);
  await until(async () => (await openCount(second)) === 1);
  await learn(engine, "careersafe", bought.external, "complete");
  await until(async () => (await openReason(engine, `step:${second}`)) === "provider_inactive");
  expect(await openCount(second)).toBe(1);
  await ask(true);
  await untilStep(engine, bought.orderId, 2, "in_progress");
  expect(await openCount(second)).toBe(0);
});

test("switching again tells again, asking for what is so already does nothing", async () => {
  const learning = await startLearning(engine, "cpr-first-aid");
  const step = await stepOf(learning);
  await switchHsi(false);
  await requestProviderSwitch({ db: engine.web }, { claims: admin.claims, providerId: hsi, active: false });
  await switchHsi(true);
  await switchHsi(false);
  await until(async () => (await mailsAbout(step)) === 2);
  await switchHsi(true);
  expect(await openCount(step)).toBe(0);
});

test("a step that was given up for the switch alone is enrolled once the provider is back", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await switchHsi(false);
  await pay(engine, bought);
  const step = await until(() => stepOf(bought));
  await until(async () => (await openCount(step)) === 1);
  // As if 72 hours had gone by.
  await engine.owner.query(
    "update partner_lms_enrollment_failures set created_at = now() - interval '73 hours' where step_id = $1 and resolved_at is null",
    [step],
  );
  await engine.worker.deps.db.kysely
    .transaction()
    .execute((tx) => engine.worker.deps.queue.hurry(tx, "enroll-step", step));
  await untilStep(engine, bought.orderId, 1, "failed");
  await switchHsi(true);
  await untilStep(engine, bought.orderId, 1, "in_progress");
});

test("nobody but an admin may switch, and who did is written down", async () => {
  const student = await person(engine, "Switching Student");
  await expect(switchHsi(false, student.claims)).rejects.toThrow("no such provider");
  expect(
    await value(
      engine,
      "select bool_and(body::jsonb ->> 'actor' = $1) from inbox_events where event_type = 'provider.switch'",
      [`user:${admin.claims.sub}`],
    ),
  ).toBe(true);
});

test("nothing above broke an invariant", async () => {
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
});

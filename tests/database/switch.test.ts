/** Changing the partner of a step: invariant 14, and the money of it (5). */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { LaunchRefusedError, launchPartnerCourse } from "#lib/automation/launch-partner-course.ts";
import { requestSwitch, SwitchRefusedError, withdrawSwitch } from "#lib/automation/request-switch.ts";
import { StepNotFoundError } from "#lib/automation/preview-switch.ts";
import { findConfiguredConnector } from "#lib/automation/find-configured-connector.ts";
import {
  learn,
  setPartnerFaults,
  startEngine,
  until,
  untilStep,
  value,
  type Bought,
  type Engine,
} from "#tests/support/engine.ts";
import {
  askToSwitch,
  buyWith,
  livingAt,
  optionOf,
  previewOf,
  stepAt,
  untilSwitch,
} from "#tests/support/switching.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(async () => {
  for (const partner of ["certiport", "hsi", "careersafe"]) await setPartnerFaults(engine, partner, {});
});
afterAll(() => engine.stop());

const partnerOf = async (bought: Bought) =>
  value<string>(
    engine,
    `select p.provider_type from enrollment_steps s join partner_lms_providers p on p.id = s.provider_id where s.id = $1`,
    [await stepAt(engine, bought.orderId)],
  );
const orderOf = async (bought: Bought) =>
  (await engine.owner.query("select status, refunded_cents from orders where id = $1", [bought.orderId]))
    .rows[0];
const booked = async (bought: Bought) =>
  (
    await engine.owner.query(
      "select account, amount_cents from ledger_entries where order_id = $1 and purpose = 'refund' order by account",
      [bought.orderId],
    )
  ).rows;

test("a course not begun is ended at its partner, begun at the other, and the difference refunded once", async () => {
  const bought = await buyWith(engine, "certiport");
  await untilStep(engine, bought.orderId, 1, "in_progress");
  const preview = await previewOf(engine, bought, "hsi");
  expect(preview).toMatchObject({ plan: { refundCents: 10100, afterCents: 4900, seatsGivenBack: 0 } });
  await askToSwitch(engine, bought, "hsi");
  await untilSwitch(engine, bought.orderId, "done");
  const stepId = await stepAt(engine, bought.orderId);
  expect(await partnerOf(bought)).toBe("hsi");
  expect(await livingAt(engine, "certiport", stepId)).toBe(0);
  expect(await livingAt(engine, "hsi", stepId)).toBe(1);
  await until(async () => (await orderOf(bought)).refunded_cents > 0);
  expect(await orderOf(bought)).toEqual({ status: "partially_refunded", refunded_cents: 10100 });
  expect(await booked(bought)).toEqual([
    { account: "program_sales", amount_cents: 10100 },
    { account: "stripe_balance", amount_cents: -10100 },
  ]);
  const { rows } = await engine.owner.query(
    "select from_status, to_status, actor from step_events where step_id = $1 order by id",
    [stepId],
  );
  const actor = `user:${bought.student.id}`;
  expect(rows.slice(3)).toEqual([
    { from_status: "in_progress", to_status: "failed", actor },
    { from_status: "failed", to_status: "enrolling", actor },
    { from_status: "enrolling", to_status: "in_progress", actor: "partner:hsi" },
  ]);
});

test("one may switch again; what is paid back is what is left of the difference", async () => {
  const bought = await buyWith(engine, "certiport");
  await untilStep(engine, bought.orderId, 1, "in_progress");
  await askToSwitch(engine, bought, "hsi");
  await untilSwitch(engine, bought.orderId, "done");
  await until(async () => (await orderOf(bought)).refunded_cents === 10100);
  await expect(askToSwitch(engine, bought, "certiport")).rejects.toMatchObject({ reason: "dearer" });
  await askToSwitch(engine, bought, "careersafe");
  await until(async () => (await orderOf(bought)).refunded_cents === 15000);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  expect(await partnerOf(bought)).toBe("careersafe");
});

test("a course that has begun is not switched, even when the page was older than its progress", async () => {
  const bought = await buyWith(engine, "hsi");
  const external = (await untilStep(engine, bought.orderId, 1, "in_progress"))!;
  // The partner knows of progress, we do not yet: what it says when it is read decides.
  await setPartnerFaults(engine, "hsi", { dropWebhookRate: 1 });
  await learn(engine, "hsi", external, "progress", { progress: 30 });
  await askToSwitch(engine, bought, "careersafe");
  const refused = await untilSwitch(engine, bought.orderId, "refused");
  expect(refused.refusal).toBe("started");
  await expect(askToSwitch(engine, bought, "careersafe")).rejects.toThrow(SwitchRefusedError);
  expect(await partnerOf(bought)).toBe("hsi");
  expect(await livingAt(engine, "hsi", await stepAt(engine, bought.orderId))).toBe(1);
});

test("a price that changed since the page was shown stops the switch", async () => {
  const bought = await buyWith(engine, "certiport");
  await untilStep(engine, bought.orderId, 1, "in_progress");
  const preview = await previewOf(engine, bought, "careersafe");
  const option = await optionOf(engine, "careersafe");
  await engine.owner.query("update program_partner_lms set surcharge_cents = 100 where id = $1", [option]);
  const stepId = await stepAt(engine, bought.orderId);
  const asked = requestSwitch(
    { db: engine.web },
    {
      claims: bought.student.claims,
      stepId,
      optionId: option,
      token: "token" in preview ? preview.token : "",
    },
  );
  await expect(asked).rejects.toMatchObject({ reason: "changed" });
  await engine.owner.query("update program_partner_lms set surcharge_cents = 0 where id = $1", [option]);
  expect(await value(engine, "select count(*)::int from partner_switches where step_id = $1", [stepId])).toBe(
    0,
  );
});

test("an old partner that is down holds the switch up visibly, and its student may withdraw it", async () => {
  const bought = await buyWith(engine, "hsi");
  await untilStep(engine, bought.orderId, 1, "in_progress");
  await setPartnerFaults(engine, "hsi", { down: true });
  await askToSwitch(engine, bought, "careersafe");
  const { id } = await untilSwitch(engine, bought.orderId, "canceling");
  const failure = () =>
    value<string>(
      engine,
      "select reason from partner_lms_enrollment_failures where subject = $1 and resolved_at is null",
      [`switch:${id}`],
    );
  await until(async () => (await failure()) === "partner_unavailable", 60_000);
  await expect(launch(bought)).rejects.toThrow(LaunchRefusedError);
  await withdrawSwitch({ db: engine.web }, { claims: bought.student.claims, switchId: id });
  await untilSwitch(engine, bought.orderId, "withdrawn");
  expect(await failure()).toBeUndefined();
  expect(await partnerOf(bought)).toBe("hsi");
}, 90_000);

test("a step that is just being set up at a silent partner is switched once the partner answers", async () => {
  await setPartnerFaults(engine, "hsi", { down: true });
  const bought = await buyWith(engine, "hsi");
  await untilStep(engine, bought.orderId, 1, "enrolling");
  await askToSwitch(engine, bought, "careersafe");
  await untilSwitch(engine, bought.orderId, "canceling", "done", "enrolling");
  await setPartnerFaults(engine, "hsi", {});
  await until(async () => {
    await engine.owner.query(
      "update pgboss.job set start_after = now() where state = 'retry' and start_after > now()",
    );
    return (await partnerOf(bought)) === "careersafe";
  }, 90_000);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  const stepId = await stepAt(engine, bought.orderId);
  expect(await livingAt(engine, "hsi", stepId)).toBe(0);
  expect(await livingAt(engine, "careersafe", stepId)).toBe(1);
}, 120_000);

test("what a partner made without ever answering is ended, too, when its step was given up", async () => {
  const bought = await buyWith(engine, "hsi");
  await untilStep(engine, bought.orderId, 1, "in_progress");
  const stepId = await stepAt(engine, bought.orderId);
  // As after 72 hours without an answer: in our books there is no enrollment, at the partner there is.
  await engine.owner.query(
    "update partner_lms_enrollments set status = 'failed', external_enrollment_id = null, next_sync_at = null where step_id = $1",
    [stepId],
  );
  await engine.owner.query("select mark_step_failed($1, 'no answer')", [stepId]);
  await engine.owner.query(
    `insert into partner_lms_enrollment_failures (subject, reason, owner, error_message, step_id, student_id)
     values ('step:' || $1, 'partner_unavailable', 'partner', 'no answer', $1::uuid, $2)`,
    [stepId, bought.student.id],
  );
  expect(await livingAt(engine, "hsi", stepId)).toBe(1);
  await askToSwitch(engine, bought, "careersafe");
  await untilSwitch(engine, bought.orderId, "done");
  expect(await livingAt(engine, "hsi", stepId)).toBe(0);
  expect(await livingAt(engine, "careersafe", stepId)).toBe(1);
});

test("nobody switches somebody else's step", async () => {
  const bought = await buyWith(engine, "hsi");
  const other = await buyWith(engine, "hsi");
  await untilStep(engine, bought.orderId, 1, "in_progress");
  await untilStep(engine, other.orderId, 1, "in_progress");
  const forged = { ...bought, student: other.student };
  await expect(askToSwitch(engine, forged, "careersafe")).rejects.toThrow(StepNotFoundError);
});

test("a seat at a date of the old course is free again, and its voucher is the partner's", async () => {
  const sessionId = await value<string>(
    engine,
    `insert into partner_course_sessions (course_id, starts_at, ends_at, time_zone, capacity)
     select o.course_id, now() + interval '9 days', now() + interval '9 days 2 hours', 'America/Chicago', 1
     from program_partner_lms o where o.id = $1 returning id`,
    [await optionOf(engine, "certiport")],
  );
  const taken = () =>
    value<number>(engine, "select seats_taken from partner_course_sessions where id = $1", [sessionId]);
  const bought = await buyWith(engine, "certiport", sessionId);
  await untilStep(engine, bought.orderId, 1, "in_progress");
  expect(await taken()).toBe(1);
  expect(await previewOf(engine, bought, "hsi")).toMatchObject({ plan: { seatsGivenBack: 1 } });
  await askToSwitch(engine, bought, "hsi");
  await untilSwitch(engine, bought.orderId, "done");
  expect(await taken()).toBe(0);
  const { rows } = await engine.owner.query(
    `select v.status from partner_vouchers v join partner_lms_enrollments x on x.id = v.partner_enrollment_id where x.step_id = $1`,
    [await stepAt(engine, bought.orderId)],
  );
  expect(rows).toEqual([{ status: "released" }]);
  await buyWith(engine, "certiport", sessionId);
});

test("a step that waits for its turn is switched at once and goes on waiting", async () => {
  const bought = await buyWith(engine, "hsi");
  await untilStep(engine, bought.orderId, 1, "in_progress");
  const optionId = await value<string>(
    engine,
    `insert into program_partner_lms (program_id, provider_id, course_id, sequence_order, required)
     select o.program_id, o.provider_id, o.course_id, 2, true from program_partner_lms o where o.id = $1 returning id`,
    [await optionOf(engine, "careersafe")],
  );
  try {
    await askToSwitch(engine, bought, "careersafe", 2);
    await untilSwitch(engine, bought.orderId, "done");
    const { rows } = await engine.owner.query(
      `select s.status, p.provider_type from enrollment_steps s join partner_lms_providers p on p.id = s.provider_id where s.id = $1`,
      [await stepAt(engine, bought.orderId, 2)],
    );
    expect(rows).toEqual([{ status: "pending", provider_type: "careersafe" }]);
  } finally {
    await engine.owner.query("delete from program_partner_lms where id = $1", [optionId]);
  }
});

test("no invariant is broken after all of it", async () => {
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
});

test("editing a program changes no step that exists", async () => {
  const bought = await buyWith(engine, "hsi");
  await untilStep(engine, bought.orderId, 1, "in_progress");
  const steps = async () =>
    (
      await engine.owner.query(
        `select s.sequence_order, s.provider_id, s.course_id, s.required from enrollment_steps s
         join enrollments e on e.id = s.enrollment_id where e.order_id = $1 order by 1`,
        [bought.orderId],
      )
    ).rows;
  const before = await steps();
  const client = await engine.owner.connect();
  try {
    await client.query("begin");
    await client.query(
      "update program_partner_lms set required = false, sequence_order = sequence_order + 10 where program_id = (select program_id from orders where id = $1)",
      [bought.orderId],
    );
    await client.query("select generate_enrollment_steps(id) from enrollments where order_id = $1", [
      bought.orderId,
    ]);
    const { rows } = await client.query(
      `select s.sequence_order, s.provider_id, s.course_id, s.required from enrollment_steps s
       join enrollments e on e.id = s.enrollment_id where e.order_id = $1 order by 1`,
      [bought.orderId],
    );
    expect(rows).toEqual(before);
  } finally {
    await client.query("rollback");
    client.release();
  }
});

function launch(bought: Bought) {
  return value<string>(engine, "select id from enrollments where order_id = $1", [bought.orderId]).then(
    (enrollmentId) =>
      launchPartnerCourse(
        {
          db: engine.web,
          findConnector: (slug) => findConfiguredConnector(slug, engine.env)!,
          appUrl: engine.appUrl,
        },
        { claims: bought.student.claims, enrollmentId },
      ),
  );
}

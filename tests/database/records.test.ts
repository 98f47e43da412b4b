/** What a completed course leaves: certificates collected and confirmed, and of a service its day alone. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { collectPartnerRecords } from "#lib/automation/fetch-partner-certificate.ts";
import {
  learn,
  setPartnerFaults,
  startEngine,
  until,
  untilStep,
  value,
  type Engine,
} from "#tests/support/engine.ts";
import { openReason, startLearning, untilLearning, type Learning } from "#tests/support/follow.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(async () => {
  for (const partner of ["hsi", "nrf", "nds"]) await setPartnerFaults(engine, partner, {});
});
afterAll(() => engine.stop());

const isDue = (id: string) =>
  value<boolean>(engine, "select record_due from partner_lms_enrollments where id = $1", [id]);
const certificateOf = (id: string) =>
  value<string>(engine, "select verification from partner_certificates where enrollment_id = $1", [id]);

/** As if it had been completed a while ago. */
async function age(id: string, interval: string): Promise<void> {
  await engine.owner.query(
    "update partner_lms_enrollments set completed_at = completed_at - $2::interval where id = $1",
    [id, interval],
  );
}

async function complete(partner: string, { external, orderId }: Learning): Promise<void> {
  await learn(engine, partner, external, "complete");
  await untilStep(engine, orderId, 1, "completed");
}

test("a certificate the partner sends by itself leaves nothing to collect", async () => {
  const student = await startLearning(engine, "cpr-first-aid");
  await complete("hsi", student);
  await until(() => certificateOf(student.id));
  expect(await isDue(student.id)).toBe(false);
});

test("a certificate whose event was lost is fetched after a while", async () => {
  const student = await startLearning(engine, "cpr-first-aid");
  await setPartnerFaults(engine, "hsi", { dropWebhookRate: 1 });
  await learn(engine, "hsi", student.external, "complete");
  // The completion came by an event that carried no certificate.
  await setPartnerFaults(engine, "hsi", {});
  await engine.owner.query(
    "update partner_lms_enrollments set status = 'completed', completed_at = now() - interval '1 minute', record_due = true, next_sync_at = null where id = $1",
    [student.id],
  );
  expect(await certificateOf(student.id)).toBeUndefined();
  await collectPartnerRecords(engine.worker.deps);
  await until(() => certificateOf(student.id));
  await until(async () => !(await isDue(student.id)));
  expect(
    await value(
      engine,
      "select expiration_date > issued_date from partner_certificates where enrollment_id = $1",
      [student.id],
    ),
  ).toBe(true);
});

test("a number that can be checked is confirmed by the partner", async () => {
  const student = await startLearning(engine, "retail-associate");
  await complete("nrf", student);
  await until(() => certificateOf(student.id));
  expect(await isDue(student.id)).toBe(true);
  await age(student.id, "1 minute");
  await collectPartnerRecords(engine.worker.deps);
  await until(async () => !(await isDue(student.id)));
  expect(await certificateOf(student.id)).toBe("confirmed");
  expect(
    await value(engine, "select verified_at is not null from partner_certificates where enrollment_id = $1", [
      student.id,
    ]),
  ).toBe(true);
});

test("a certificate that is not there after 72 hours is an open failure of the partner", async () => {
  const student = await startLearning(engine, "cpr-first-aid");
  await setPartnerFaults(engine, "hsi", { dropWebhookRate: 1 });
  await engine.owner.query(
    "update partner_lms_enrollments set status = 'completed', completed_at = now() - interval '1 hour', record_due = true, next_sync_at = null where id = $1",
    [student.id],
  );
  await collectPartnerRecords(engine.worker.deps);
  await until(() =>
    value(
      engine,
      "select 1 from pgboss.job where name = 'fetch-partner-certificate' and singleton_key = $1 and state = 'retry'",
      [student.id],
    ),
  );
  expect(await openReason(engine, `record:${student.id}`)).toBeUndefined();
  await age(student.id, "72 hours");
  await until(() => openReason(engine, `record:${student.id}`));
  expect(await openReason(engine, `record:${student.id}`)).toBe("certificate_missing");
  await engine.owner.query("update partner_lms_enrollments set record_due = false where id = $1", [
    student.id,
  ]);
});

test("of a service only the day is kept, and nothing of a result is ever stored", async () => {
  const student = await startLearning(engine, "cdl-drug-and-alcohol-compliance");
  await complete("nds", student);
  const order = await untilLearning(engine, student.orderId, 2);
  await learn(engine, "nds", order.external, "book-appointment", { at: "2031-05-04T10:00", site: "Site 4" });
  await learn(engine, "nds", order.external, "miss-requirement");
  await learn(engine, "nds", order.external, "meet-requirement");
  await untilStep(engine, student.orderId, 2, "completed");
  await age(order.id, "1 minute");
  await collectPartnerRecords(engine.worker.deps);
  await until(async () => !(await isDue(order.id)));
  expect(
    await value(engine, "select requirement_met_on is not null from partner_lms_enrollments where id = $1", [
      order.id,
    ]),
  ).toBe(true);
  expect(await certificateOf(order.id)).toBeUndefined();
  const stored = await value<string>(
    engine,
    "select string_agg(body, ' ') from inbox_events where source = 'partner:nds'",
  );
  expect(stored).toContain(order.external);
  expect(stored).not.toMatch(/POSITIVE|NEGATIVE|SPC-|specimen|outcome/i);
});

test("nothing above broke an invariant", async () => {
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
});

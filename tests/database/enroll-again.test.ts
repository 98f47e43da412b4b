/** An admin has a step enrolled again: from wherever it is, and never twice at the partner. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { requestEnrollAgain } from "#lib/automation/request-enroll-again.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { startEngine, until, untilStep, value, type Engine } from "#tests/support/engine.ts";
import { person, startLearning, type Learning } from "#tests/support/follow.ts";

let engine: Engine;
let admin: { claims: Claims };
beforeAll(async () => {
  engine = await startEngine();
  admin = await person(engine, "Again Admin", "admin");
});
afterAll(() => engine.stop());

const stepOf = ({ id }: Learning) =>
  value<string>(engine, "select step_id from partner_lms_enrollments where id = $1", [id]);

async function askAgain(stepId: string): Promise<void> {
  await requestEnrollAgain({ db: engine.web }, { claims: admin.claims, stepId });
  await until(() =>
    value(
      engine,
      "select 1 from inbox_events where event_type = 'step.enroll-again' and body like $1 and handled_at is not null",
      [`%${stepId}%`],
    ),
  );
}

const checked = (stepId: string) =>
  until(() =>
    value(
      engine,
      "select 1 from pgboss.job where name = 'check-enrollment' and singleton_key = $1 and state = 'completed'",
      [stepId],
    ),
  );

test("a step whose enrollment the partner lost is enrolled anew", async () => {
  const student = await startLearning(engine, "cpr-first-aid");
  const stepId = await stepOf(student);
  const lost = "00000000-0000-4000-8000-000000000001";
  await engine.owner.query("update partner_lms_enrollments set external_enrollment_id = $2 where id = $1", [
    student.id,
    lost,
  ]);
  await askAgain(stepId);
  await until(() =>
    value(
      engine,
      "select 1 from partner_lms_enrollments where step_id = $1 and status = 'active' and external_enrollment_id <> $2",
      [stepId, lost],
    ),
  );
  await untilStep(engine, student.orderId, 1, "in_progress");
  expect(await value(engine, "select status from partner_lms_enrollments where id = $1", [student.id])).toBe(
    "failed",
  );
  expect(
    await value(engine, "select string_agg(to_status, ' ' order by id) from step_events where step_id = $1", [
      stepId,
    ]),
  ).toBe("pending enrolling in_progress failed enrolling in_progress");
});

test("a step the partner knows stays as it is", async () => {
  const student = await startLearning(engine, "cpr-first-aid");
  const stepId = await stepOf(student);
  await askAgain(stepId);
  await checked(stepId);
  expect(
    await value(engine, "select string_agg(to_status, ' ' order by id) from step_events where step_id = $1", [
      stepId,
    ]),
  ).toBe("pending enrolling in_progress");
});

test("a step that has not begun is left alone", async () => {
  const student = await startLearning(engine, "hvac-technician");
  const second = await value<string>(
    engine,
    "select s.id from enrollment_steps s join enrollments e on e.id = s.enrollment_id where e.order_id = $1 and s.sequence_order = 2",
    [student.orderId],
  );
  await askAgain(second);
  expect(await value(engine, "select status from enrollment_steps where id = $1", [second])).toBe("pending");
});

test("nobody but an admin may ask", async () => {
  const student = await startLearning(engine, "cpr-first-aid");
  const stepId = await stepOf(student);
  await expect(
    requestEnrollAgain({ db: engine.web }, { claims: student.student.claims, stepId }),
  ).rejects.toThrow("no such step");
});

test("nothing above broke an invariant, and no partner holds anything twice", async () => {
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
  const counts = (await (await fetch(`${engine.sandboxUrl}/_sandbox/counts`)).json()) as Record<
    string,
    { duplicateEnrollments: number }
  >;
  for (const partner of Object.values(counts)) expect(partner).toMatchObject({ duplicateEnrollments: 0 });
});

/** The road of one student through three partners, engine and sandbox for real, without pages. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchPartnerCourse } from "#lib/automation/launch-partner-course.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { buy, learn, pay, startEngine, until, untilStep, value, type Engine } from "#tests/support/engine.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

test("a paid order is carried through three partners to one certificate", async () => {
  const bought = await buy(engine, "medical-assistant");
  expect(await value(engine, "select status from orders where id = $1", [bought.orderId])).toBe(
    "awaiting_payment",
  );
  await pay(engine, bought);
  const launch = (claims: Claims) =>
    launchPartnerCourse(
      { db: engine.web, findConnector: engine.worker.deps.findConnector, appUrl: engine.appUrl },
      { claims, enrollmentId: enrollmentId! },
    );
  await untilStep(engine, bought.orderId, 1, "in_progress");
  const enrollmentId = await value<string>(engine, "select id from enrollments where order_id = $1", [
    bought.orderId,
  ]);
  const { url } = await launch(bought.student.claims);
  expect(url.startsWith(`${engine.sandboxUrl}/hsi/`)).toBe(true);
  expect((await launch(bought.student.claims)).url).not.toBe(url);
  expect(
    await value(
      engine,
      "select last_accessed_at is not null from partner_lms_enrollments where enrollment_id = $1",
      [enrollmentId],
    ),
  ).toBe(true);
  const stranger = await buy(engine, "cpr-first-aid", "Somebody Else");
  await expect(launch(stranger.student.claims)).rejects.toMatchObject({ code: "not_found", status: 404 });
  for (const [index, partner] of ["hsi", "certiport", "careersafe"].entries()) {
    const external = await untilStep(engine, bought.orderId, index + 1, "in_progress");
    await learn(engine, partner, external!, "progress", { progress: 60 });
    await until(() =>
      value(
        engine,
        "select progress_percentage = 60 from partner_lms_enrollments where external_enrollment_id = $1",
        [external],
      ),
    );
    await learn(engine, partner, external!, "complete");
    await untilStep(engine, bought.orderId, index + 1, "completed");
  }
  const certificate = await until(() =>
    value<string>(
      engine,
      "select c.public_id from certificates c join enrollments e on e.id = c.enrollment_id where e.order_id = $1",
      [bought.orderId],
    ),
  );
  expect(certificate).toMatch(/^[A-Za-z0-9_-]{22,}$/);
  await until(
    async () =>
      (await value(engine, "select count(*)::int from mails where status = 'kept' and student_id = $1", [
        bought.student.id,
      ])) === 7,
  );
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
}, 60_000);

/** How students stand at partners: told by reads alone, whatever events come and in which order. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { applyPartnerReading } from "#lib/automation/apply-partner-reading.ts";
import { readAnew } from "#lib/automation/read-anew.ts";
import { asItself } from "#lib/db/client.ts";
import { partnerStanding, type PartnerStanding } from "#lib/domain/partner-standing.ts";
import {
  learn,
  setPartnerFaults,
  startEngine,
  until,
  untilStep,
  value,
  type Engine,
} from "#tests/support/engine.ts";
import {
  openReason,
  person,
  standingMails,
  startLearning,
  untilStanding,
  type Learning,
} from "#tests/support/follow.ts";
import { requestRetry } from "#lib/automation/request-retry.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(async () => {
  for (const partner of ["hsi", "careersafe"]) await setPartnerFaults(engine, partner, {});
});
afterAll(() => engine.stop());

const SKILLS = "cpr-aed-with-skills-session";

async function rowOf(id: string): Promise<Record<string, unknown>> {
  const { rows } = await engine.owner.query("select * from partner_lms_enrollments where id = $1", [id]);
  return rows[0] as Record<string, unknown>;
}

function apply(student: Learning, standing: Partial<PartnerStanding>, startedAt: Date, progress = 10) {
  return asItself(engine.worker.deps.db, (tx) =>
    applyPartnerReading(
      tx,
      engine.worker.deps,
      "hsi",
      {
        externalEnrollmentId: student.external,
        progress,
        completed: false,
        certificate: null,
        standing: partnerStanding(standing),
      },
      startedAt,
    ),
  );
}

test("a skills session is asked for after the online part, kept with time and place, and told once", async () => {
  const student = await startLearning(engine, SKILLS);
  await learn(engine, "hsi", student.external, "progress", { progress: 100 });
  await learn(engine, "hsi", student.external, "exam-pass");
  await readAnew(engine.worker.deps, { partner: "hsi", externalEnrollmentId: student.external });
  await untilStanding(engine, student.id, "session_unbooked");
  await learn(engine, "hsi", student.external, "book-session", {
    at: "2031-05-04T15:00",
    place: "Room 4, 12 Example Street",
  });
  await untilStanding(engine, student.id, "session_booked");
  expect(await rowOf(student.id)).toMatchObject({
    standing_at: new Date("2031-05-04T15:00:00Z"),
    standing_place: "Room 4, 12 Example Street",
  });
  await learn(engine, "hsi", student.external, "cancel-session");
  await untilStanding(engine, student.id, "session_unbooked");
  expect(await standingMails(engine, student.id)).toBe("session_unbooked");
});

test("a deadline that passed is an open failure until the partner extends it", async () => {
  const student = await startLearning(engine, "osha-30-construction");
  await learn(engine, "careersafe", student.external, "pass-deadline");
  await untilStanding(engine, student.id, "deadline_passed");
  const subject = `deadline:${student.id}`;
  expect(await openReason(engine, subject)).toBe("deadline_passed");
  expect(await standingMails(engine, student.id)).toBe("deadline_passed");
  await setPartnerFaults(engine, "careersafe", { dropWebhookRate: 1 });
  await learn(engine, "careersafe", student.external, "extend-deadline");
  const admin = await person(engine, "Deadline Admin", "admin");
  const failureId = await value<string>(
    engine,
    "select id from partner_lms_enrollment_failures where subject = $1 and resolved_at is null",
    [subject],
  );
  await requestRetry({ db: engine.web }, { claims: admin.claims, failureId });
  await untilStanding(engine, student.id, "learning");
  expect(await openReason(engine, subject)).toBeUndefined();
});

test("an answer older than the last one changes no standing, and progress of it still counts", async () => {
  const student = await startLearning(engine, SKILLS);
  const earlier = new Date(Date.now() + 60_000);
  const later = new Date(earlier.getTime() + 1_000);
  await apply(student, { kind: "session_booked", place: "Room 9" }, later, 40);
  await apply(student, { kind: "session_unbooked" }, earlier, 60);
  expect(await rowOf(student.id)).toMatchObject({
    standing: "session_booked",
    standing_place: "Room 9",
    progress_percentage: 60,
  });
  expect(await standingMails(engine, student.id)).toBeNull();
});

test("a change told while a read runs is followed by another read", async () => {
  const student = await startLearning(engine, SKILLS);
  await setPartnerFaults(engine, "hsi", { dropWebhookRate: 1 });
  const readBegan = new Date(Date.now() - 60_000);
  await engine.owner.query("update partner_lms_enrollments set read_wanted_at = now() where id = $1", [
    student.id,
  ]);
  expect(await apply(student, {}, readBegan)).toMatchObject({ outcome: "applied", readAgain: true });
  expect(
    await value(engine, "select next_sync_at <= now() from partner_lms_enrollments where id = $1", [
      student.id,
    ]),
  ).toBe(true);
  expect(await apply(student, {}, new Date(Date.now() + 60_000))).toMatchObject({ readAgain: false });
});

test("progress is news of progress only when something changed", async () => {
  const student = await startLearning(engine, SKILLS);
  await apply(student, {}, new Date(Date.now() + 1_000), 30);
  const { last_progress_at: first } = await rowOf(student.id);
  await apply(student, {}, new Date(Date.now() + 2_000), 30);
  const after = await rowOf(student.id);
  expect(after["last_progress_at"]).toEqual(first);
  expect(after["last_news_at"]).not.toEqual(first);
  await apply(student, { kind: "session_unbooked" }, new Date(Date.now() + 3_000), 30);
  expect((await rowOf(student.id))["last_progress_at"]).not.toEqual(first);
});

test("a failed exam that can be taken again at once asks nobody for anything", async () => {
  const student = await startLearning(engine, "cpr-first-aid");
  await learn(engine, "hsi", student.external, "fail-exam");
  await until(() => standingMails(engine, student.id));
  expect(await openReason(engine, `retake:${student.id}`)).toBeUndefined();
  await learn(engine, "hsi", student.external, "complete");
  await untilStep(engine, student.orderId, 1, "completed");
});

test("nothing above broke an invariant", async () => {
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
});

test("a read that was asked for and failed stays due, whatever other news come after it", async () => {
  const student = await startLearning(engine, SKILLS);
  await learn(engine, "hsi", student.external, "progress", { progress: 100 });
  await until(async () => (await rowOf(student.id))["progress_percentage"] === 100);
  await setPartnerFaults(engine, "hsi", { down: true });
  await learn(engine, "hsi", student.external, "exam-pass");
  await learn(engine, "hsi", student.external, "book-session", { at: "2031-05-04T15:00", place: "Room 4" });
  const failedReads = () =>
    value<number>(
      engine,
      `select count(*)::int from pgboss.job
       where name = 'sync-partner-enrollment' and state = 'failed' and singleton_key = $1`,
      [student.id],
    );
  await until(async () => (await failedReads()) > 0, 60_000);
  const handledNews = () =>
    value<number>(
      engine,
      `select count(*)::int from inbox_events
       where event_type = 'progress.updated' and handled_at is not null and body like '%' || $1 || '%'`,
      [student.external],
    );
  const before = await handledNews();
  await learn(engine, "hsi", student.external, "progress", { progress: 100 });
  await until(async () => (await handledNews()) > before);
  const row = await rowOf(student.id);
  // A round that begins just now may have taken it for two minutes; put off would be a quarter of an hour.
  const inSeconds = ((row["next_sync_at"] as Date).getTime() - Date.now()) / 1000;
  expect(inSeconds).toBeLessThanOrEqual(120);
}, 90_000);

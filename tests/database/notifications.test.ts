/** What people are told in the app and by mail, what they chose not to hear, and who is reminded. */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepNotificationChoices, markRead } from "#lib/automation/mark-notifications.ts";
import { nudgeStuckStudents } from "#lib/automation/nudge-stuck-students.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import { asItself, asUser } from "#lib/db/client.ts";
import { countUnread, listNotifications, listRefusals } from "#lib/db/reads/notifications.ts";
import { CHANNELS, TOPICS } from "#lib/domain/notification-topics.ts";
import { addPerson, insert, type PersonRow } from "#tests/database/reads/story.ts";
import {
  buy,
  pay,
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
afterAll(() => engine.stop());

async function addStudent(name: string): Promise<PersonRow> {
  const client = await engine.owner.connect();
  return addPerson(client as unknown as pg.Client, name).finally(() => client.release());
}

const counts = (studentId: string, template: string) =>
  value<string>(
    engine,
    `select (select count(*) from mails where student_id = $1 and template = $2)
       || ' ' || (select count(*) from notifications where student_id = $1 and template = $2)`,
    [studentId, template],
  );

function tell(
  student: PersonRow,
  template: "access-ready" | "enrollment-delayed",
  subjectKey: string,
): Promise<void> {
  return asItself(engine.worker.deps.db, (tx) =>
    queueMail(tx, engine.worker.deps, {
      recipient: { studentId: student.id, email: student.claims.email, name: "Ada" },
      template,
      subjectKey,
      data: { programTitle: "First Aid", partnerLabel: "HSI", courseName: "CPR" },
    }),
  );
}

describe("telling", () => {
  test("a purchase is told in the app and by mail, and both lead to the same fact", async () => {
    const bought = await buy(engine, "cpr-first-aid");
    await pay(engine, bought);
    await untilStep(engine, bought.orderId, 1, "in_progress");
    await until(async () => (await counts(bought.student.id, "access-ready")) === "1 1");
    expect(await counts(bought.student.id, "order-paid")).toBe("1 1");
    const { claims } = bought.student;
    const list = await asUser(engine.web, claims, (tx) => listNotifications(tx, 1));
    expect(list.rows.map(({ template }) => template)).toEqual(["access-ready", "order-paid"]);
    expect(list.rows[0]!.data).toMatchObject({ partnerLabel: "HSI" });
    expect(JSON.stringify(list.rows)).not.toContain("http");
    expect(await asUser(engine.web, claims, countUnread)).toBe(2);

    await markRead(engine.web, claims, { id: list.rows[0]!.id });
    expect(await asUser(engine.web, claims, countUnread)).toBe(1);
    const other = await addStudent("Somebody Else");
    await markRead(engine.web, other.claims, { id: list.rows[1]!.id });
    expect(await asUser(engine.web, claims, countUnread)).toBe(1);
    await markRead(engine.web, claims, "all");
    expect(await asUser(engine.web, claims, countUnread)).toBe(0);
  });

  test("the same fact is told once, and not at all when its commit is undone", async () => {
    const student = await addStudent("Bea Example");
    await tell(student, "access-ready", "a");
    await tell(student, "access-ready", "a");
    expect(await counts(student.id, "access-ready")).toBe("1 1");
    await expect(
      asItself(engine.worker.deps.db, async (tx) => {
        await queueMail(tx, engine.worker.deps, {
          recipient: { studentId: student.id, email: student.claims.email, name: "" },
          template: "access-ready",
          subjectKey: "b",
          data: { programTitle: "First Aid", partnerLabel: "HSI", courseName: "CPR" },
        });
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    expect(await counts(student.id, "access-ready")).toBe("1 1");
  });

  test("a channel that was switched off stays silent; what must be told is told all the same", async () => {
    const student = await addStudent("Cleo Example");
    const everything = TOPICS.flatMap((topic) => CHANNELS.map((channel) => ({ topic, channel })));
    await keepNotificationChoices(engine.web, student.claims, [{ topic: "access", channel: "mail" }]);
    await tell(student, "access-ready", "a");
    expect(await counts(student.id, "access-ready")).toBe("0 1");

    await keepNotificationChoices(engine.web, student.claims, everything);
    await tell(student, "access-ready", "b");
    await tell(student, "enrollment-delayed", "b");
    expect(await counts(student.id, "access-ready")).toBe("0 1");
    expect(await counts(student.id, "enrollment-delayed")).toBe("1 1");
    expect(await asUser(engine.web, student.claims, listRefusals)).toHaveLength(8);

    await keepNotificationChoices(engine.web, student.claims, []);
    await tell(student, "access-ready", "c");
    expect(await counts(student.id, "access-ready")).toBe("1 2");
  });

  test("a choice somebody wrote past the page silences nothing that must be told", async () => {
    const student = await addStudent("Dora Example");
    await asUser(engine.web, student.claims, (tx) =>
      tx
        .insertInto("notification_choices")
        .values({ student_id: student.id, topic: "delays", channel: "mail", wanted: false })
        .execute(),
    );
    await tell(student, "enrollment-delayed", "a");
    expect(await counts(student.id, "enrollment-delayed")).toBe("1 1");
  });
});

describe("reminders", () => {
  /** A student in the first course, whose last sign of life lies `hours` back. HSI counts 168 as stuck. */
  async function rest(
    hours: number,
  ): Promise<Bought & { partnerEnrollmentId: string; enrollmentId: string; stepId: string }> {
    const bought = await buy(engine, "cpr-first-aid", "Rests Example");
    await pay(engine, bought);
    await untilStep(engine, bought.orderId, 1, "in_progress");
    const { rows } = await engine.owner.query<{
      partnerEnrollmentId: string;
      enrollmentId: string;
      stepId: string;
    }>(
      `select x.id as "partnerEnrollmentId", e.id as "enrollmentId", x.step_id as "stepId" from partner_lms_enrollments x
       join enrollments e on e.id = x.enrollment_id where e.order_id = $1`,
      [bought.orderId],
    );
    const found = { ...bought, ...rows[0]! };
    await age(found.partnerEnrollmentId, hours);
    return found;
  }

  async function age(partnerEnrollmentId: string, hours: number): Promise<void> {
    await engine.owner.query(
      `with x as (
         update partner_lms_enrollments set last_progress_at = now() - make_interval(hours => $2),
           enrolled_at = now() - make_interval(hours => $2), next_sync_at = now() + interval '1 day'
         where id = $1 returning step_id)
       update enrollment_steps set started_at = now() - make_interval(hours => $2) where id = (select step_id from x)`,
      [partnerEnrollmentId, hours],
    );
  }

  const nudge = () => nudgeStuckStudents(engine.worker.deps);
  const nudges = (studentId: string) => counts(studentId, "stuck-nudge");

  test("come after the partner's own limit, once a week, until there is progress", async () => {
    const early = await rest(167);
    const late = await rest(169);
    await Promise.all([nudge(), nudge(), nudge()]);
    expect(await nudges(early.student.id)).toBe("0 0");
    expect(await nudges(late.student.id)).toBe("1 1");

    const aWeekLater = () =>
      engine.owner.query(
        `with m as (update mails set created_at = created_at - interval '8 days', subject_key = gen_random_uuid()
           where student_id = $1 and template = 'stuck-nudge')
         update notifications set created_at = created_at - interval '8 days', subject_key = gen_random_uuid()
         where student_id = $1 and template = 'stuck-nudge'`,
        [late.student.id],
      );
    await aWeekLater();
    await nudge();
    expect(await nudges(late.student.id)).toBe("2 2");
    await aWeekLater();
    await age(late.partnerEnrollmentId, 1);
    await nudge();
    expect(await nudges(late.student.id)).toBe("2 2");
  }, 30_000);

  test("never come while a partner, the school or we are the cause", async () => {
    const failing = await rest(400);
    const failure = await insert(engine.owner as unknown as pg.Client, "partner_lms_enrollment_failures", {
      subject: `record:${failing.partnerEnrollmentId}`,
      reason: "partner_unavailable",
      owner: "partner",
      error_message: "HSI does not answer",
      student_id: failing.student.id,
      step_id: failing.stepId,
    });
    const waiting = await rest(400);
    await engine.owner.query("update partner_lms_enrollments set standing = 'session_booked' where id = $1", [
      waiting.partnerEnrollmentId,
    ]);
    const done = await rest(400);
    await engine.owner.query("update partner_lms_enrollments set progress_percentage = 100 where id = $1", [
      done.partnerEnrollmentId,
    ]);
    const theirs = [failing, waiting, done];
    await nudge();
    for (const { student } of theirs) expect(await nudges(student.id)).toBe("0 0");

    await engine.owner.query(
      "update partner_lms_enrollment_failures set resolved_at = now() - interval '100 hours', resolution = 'over' where id = $1",
      [failure],
    );
    await nudge();
    expect(await nudges(failing.student.id)).toBe("0 0");
    await engine.owner.query(
      "update partner_lms_enrollment_failures set resolved_at = now() - interval '169 hours' where id = $1",
      [failure],
    );
    await nudge();
    expect(await nudges(failing.student.id)).toBe("1 1");
  }, 30_000);

  test("never come from a partner that is switched off", async () => {
    const away = await rest(400);
    await engine.owner.query("update partner_lms_providers set active = false where provider_type = 'hsi'");
    await nudge();
    await engine.owner.query("update partner_lms_providers set active = true where provider_type = 'hsi'");
    expect(await nudges(away.student.id)).toBe("0 0");
    await keepNotificationChoices(engine.web, away.student.claims, [{ topic: "reminders", channel: "mail" }]);
    await nudge();
    await nudge();
    expect(await nudges(away.student.id)).toBe("0 1");
  }, 30_000);
});

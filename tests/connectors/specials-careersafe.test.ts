import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { failureOf, newStudent, startRig, type Rig } from "#tests/connectors/rig.ts";

const OSHA_10 = "OSHA-10-CON";

let rig: Rig;
let partner: PartnerConnector;
beforeAll(async () => {
  rig = await startRig("careersafe");
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.setFaults({});
  await limitGroups({});
  partner = rig.open();
});

async function limitGroups(limits: { seats?: number; groupsLeft?: number }): Promise<void> {
  const { origin } = new URL(rig.env["CAREERSAFE_API_BASE_URL"] ?? "");
  const url = `${origin}/_sandbox/partners/careersafe/groups`;
  const response = await fetch(url, { method: "PUT", body: JSON.stringify(limits) });
  if (!response.ok) throw new Error(`the desk answered ${response.status}`);
}

async function enroll(externalCourseCode: string): Promise<string> {
  const student = newStudent();
  const account = await partner.createAccount(student, `account-${student.studentId}`);
  const course = { externalCourseCode, kind: "course" };
  const reference = randomUUID();
  const made = await partner.enrollInCourse(account, course, reference, `enroll-${reference}`);
  return made.externalEnrollmentId;
}

async function standingOf(id: string) {
  return (await partner.getProgress(id))?.standing;
}

/** A course nobody has taken, so that it has no groups yet. */
const newCourse = () => `CS-${randomUUID().slice(0, 8)}`;

async function specials(): Promise<Record<string, number>> {
  return (await rig.counts()).specials;
}

describe("a group", () => {
  it("is shared until it is full, then another one is opened", async () => {
    await limitGroups({ seats: 2 });
    const before = await specials();
    const course = newCourse();
    const codes = [];
    for (let student = 0; student < 5; student += 1) {
      codes.push((await standingOf(await enroll(course)))?.groupCode);
    }
    expect(codes[0]).toMatch(/\S{4,}/);
    expect([codes[1], codes[3]]).toEqual([codes[0], codes[2]]);
    expect(new Set(codes).size).toBe(3);
    const after = await specials();
    expect(after["groups"]! - before["groups"]!).toBe(3);
  });

  it("never holds more students than seats, however many come at once, and none is turned away", async () => {
    await limitGroups({ seats: 3 });
    const before = await specials();
    const course = newCourse();
    await Promise.all(Array.from({ length: 12 }, () => enroll(course)));
    const after = await specials();
    expect(after["seatsTaken"]! - before["seatsTaken"]!).toBe(12);
    expect(after["overfullGroups"]).toBe(0);
  });

  it("that cannot be opened needs a person", async () => {
    await limitGroups({ seats: 1, groupsLeft: 1 });
    const course = newCourse();
    await enroll(course);
    const error = await failureOf(enroll(course));
    expect([error.kind, error.message]).toEqual([
      "action_required",
      expect.stringContaining("no seats are left"),
    ]);
  });

  it("has the seat of a withdrawn student free again", async () => {
    await limitGroups({ seats: 1, groupsLeft: 1 });
    const course = newCourse();
    const first = await enroll(course);
    const code = (await standingOf(first))?.groupCode;
    await partner.cancelEnrollment(first, `cancel-${first}`);
    await partner.cancelEnrollment(first, "again");
    expect((await standingOf(await enroll(course)))?.groupCode).toBe(code);
    expect((await failureOf(enroll(course))).kind).toBe("action_required");
  });

  it("is opened once, and a seat is taken once, although all answers about them were lost", async () => {
    const before = await specials();
    const course = newCourse();
    for (const _lost of ["the group", "the seat"]) {
      const student = newStudent();
      const account = await partner.createAccount(student, `account-${student.studentId}`);
      await rig.setFaults({ resetAfterSuccessRate: 1, remaining: 3 });
      const wanted = { externalCourseCode: course, kind: "course" };
      await rig.open().enrollInCourse(account, wanted, randomUUID(), randomUUID());
      expect(await rig.faultsLeft()).toBe(0);
    }
    const after = await specials();
    expect(after["seatsTaken"]! - before["seatsTaken"]!).toBe(2);
    expect(after["groups"]! - before["groups"]!).toBe(1);
  });
});

describe("time in the course", () => {
  it.each([
    [OSHA_10, 600],
    ["OSHA-30-GEN", 1800],
  ])("of %s has to reach %i minutes before the exam opens", async (course, required) => {
    const id = await enroll(course);
    expect(await standingOf(id)).toMatchObject({ kind: "learning", seatMinutes: { done: 0, required } });
    await rig.move(id, "progress", { progress: 100 });
    const done = required * 0.7;
    expect(await partner.getProgress(id)).toMatchObject({
      progress: 100,
      completed: false,
      standing: { kind: "seat_time_open", seatMinutes: { done, required } },
    });
    await expect(rig.move(id, "exam-pass")).rejects.toThrow("409");
    await rig.move(id, "study", { minutes: required - done - 1 });
    expect(await standingOf(id)).toMatchObject({ kind: "seat_time_open" });
    await rig.move(id, "study", { minutes: 1 });
    expect(await standingOf(id)).toMatchObject({
      kind: "exam_ready",
      seatMinutes: { done: required, required },
    });
    const delivery = await rig.deliveryOf("enrollment.changed", id);
    expect(partner.verifyWebhook(delivery).eventType).toBe("seat_time.reached");
    await rig.move(id, "exam-pass");
    expect(await partner.getProgress(id)).toMatchObject({
      completed: true,
      certificate: { number: expect.stringMatching(/^\d\d-\d{9}$/) },
      standing: { kind: "learning", dueAt: null, examAttempts: 1 },
    });
  });

  it("is not asked for in a short course", async () => {
    const id = await enroll("CS-PPE");
    await rig.move(id, "progress", { progress: 100 });
    expect(await standingOf(id)).toMatchObject({ kind: "exam_ready", seatMinutes: null });
    await rig.move(id, "fail-exam");
    expect(await standingOf(id)).toMatchObject({ kind: "exam_failed", examAttempts: 1 });
    await rig.move(id, "exam-pass");
    expect(await partner.getProgress(id)).toMatchObject({ completed: true });
  });

  it("is counted in whole minutes that make sense", async () => {
    const id = await enroll(OSHA_10);
    await rig.move(id, "progress", { progress: 100 });
    for (const minutes of [0, -5, 1.5, "many", 1e9]) {
      await expect(rig.move(id, "study", { minutes })).rejects.toThrow("422");
    }
  });
});

describe("a deadline", () => {
  it("that passes closes the course until it is extended", async () => {
    const id = await enroll(OSHA_10);
    const { dueAt } = (await standingOf(id))!;
    expect(Date.parse(dueAt!)).toBeGreaterThan(Date.now());
    await rig.move(id, "pass-deadline");
    const passed = (await standingOf(id))!;
    expect(passed.kind).toBe("deadline_passed");
    expect(Date.parse(passed.dueAt!)).toBeLessThan(Date.now());
    await expect(rig.move(id, "lesson")).rejects.toThrow("409");
    const delivery = await rig.deliveryOf("enrollment.changed", id);
    expect(partner.verifyWebhook(delivery).eventType).toBe("deadline.passed");
    await rig.move(id, "extend-deadline");
    expect(await standingOf(id)).toMatchObject({ kind: "learning" });
    await rig.move(id, "lesson");
    expect(await partner.getProgress(id)).toMatchObject({ progress: expect.any(Number), completed: false });
  });

  it("does not undo a finished course", async () => {
    const id = await enroll(OSHA_10);
    await rig.move(id, "complete");
    await expect(rig.move(id, "pass-deadline")).rejects.toThrow("409");
    expect(await standingOf(id)).toMatchObject({
      kind: "learning",
      seatMinutes: { done: 600, required: 600 },
    });
  });
});

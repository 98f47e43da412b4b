import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { newStudent, startRig, type Rig } from "#tests/connectors/rig.ts";

const COURSE = { externalCourseCode: "HSI-CPR-FA", kind: "course" };
const SESSION = { at: "2031-05-06T10:30:00-05:00", place: "HSI Center <b>Dallas</b>, room 7" };

let rig: Rig;
let partner: PartnerConnector;
beforeAll(async () => {
  rig = await startRig("hsi");
  partner = rig.open();
});
afterAll(() => rig.stop());

/** A student who has finished all lessons and not yet taken the exam. */
async function learn(): Promise<string> {
  const student = newStudent();
  const account = await partner.createAccount(student, `account-${student.studentId}`);
  const { externalEnrollmentId: id } = await partner.enrollInCourse(
    account,
    COURSE,
    randomUUID(),
    randomUUID(),
  );
  await rig.move(id, "progress", { progress: 100 });
  return id;
}

async function standingOf(id: string) {
  return (await partner.getProgress(id))?.standing;
}

describe("the online part", () => {
  it("alone finishes nothing: a session has to be booked then", async () => {
    const id = await learn();
    expect(await standingOf(id)).toMatchObject({ kind: "learning" });
    await rig.move(id, "exam-pass");
    expect(await partner.getProgress(id)).toMatchObject({
      progress: 100,
      completed: false,
      certificate: null,
      standing: { kind: "session_unbooked", at: null, place: null, examAttempts: 1 },
    });
    await expect(rig.move(id, "skills")).rejects.toThrow("409");
  });

  it("tells of a failed exam, which can be taken again", async () => {
    const id = await learn();
    await rig.move(id, "fail-exam");
    expect(await standingOf(id)).toMatchObject({ kind: "exam_failed", examAttempts: 1 });
    await rig.move(id, "exam-pass");
    expect(await standingOf(id)).toMatchObject({ kind: "session_unbooked", examAttempts: 2 });
  });
});

describe("a skills session", () => {
  it("is read with time and place, whose markup stays text, and its news asks for a fresh look", async () => {
    const id = await learn();
    await rig.move(id, "exam-pass");
    await rig.move(id, "book-session", SESSION);
    expect(await standingOf(id)).toMatchObject({
      kind: "session_booked",
      at: "2031-05-06T15:30:00.000Z",
      place: SESSION.place,
    });
    const delivery = await rig.deliveryOf("enrollment.changed", id);
    expect(partner.verifyWebhook(delivery).eventType).toBe("session.booked");
    await rig.move(id, "cancel-session");
    expect(await standingOf(id)).toMatchObject({ kind: "session_unbooked", at: null, place: null });
  });

  it("cannot be booked before the exam is passed, nor without a time and a place", async () => {
    const id = await learn();
    await expect(rig.move(id, "book-session", SESSION)).rejects.toThrow("409");
    await rig.move(id, "exam-pass");
    for (const wrong of [{}, { ...SESSION, at: "soon" }, { at: SESSION.at }]) {
      await expect(rig.move(id, "book-session", wrong)).rejects.toThrow("422");
    }
    await rig.move(id, "book-session", SESSION);
    await expect(rig.move(id, "book-session", SESSION)).rejects.toThrow("409");
  });

  it("that is passed brings HSI's own card, valid for 24 months", async () => {
    const id = await learn();
    for (const act of ["exam-pass", "book-session", "skills"]) await rig.move(id, act, SESSION);
    const found = await partner.getProgress(id);
    expect(found).toMatchObject({ completed: true, standing: { kind: "learning", at: null } });
    const { issuedDate, expirationDate, number } = found!.certificate!;
    expect(number).toMatch(/^HSI-\d{7}-\d{4}$/);
    const expires = new Date(issuedDate!);
    expires.setUTCMonth(expires.getUTCMonth() + 24);
    expect(expirationDate).toBe(expires.toISOString().slice(0, 10));
  });
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { enroll, failureOf, newStudent, startRig, type Rig } from "#tests/connectors/rig.ts";

let rig: Rig;
let partner: PartnerConnector;
beforeAll(async () => {
  rig = await startRig("jri");
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.setFaults({});
  partner = rig.open();
});

/** The number of a certificate that was just earned. */
async function earn(): Promise<{ id: string; number: string }> {
  const { externalEnrollmentId: id } = await enroll(partner);
  await rig.move(id, "complete");
  const certificate = await partner.getCertificate(id);
  if (!certificate) throw new Error("no certificate");
  return { id, number: certificate.number };
}

describe("a JRI certificate", () => {
  it("is confirmed, unknown, or revoked, as JRI says", async () => {
    const { id, number } = await earn();
    expect(await partner.checkCertificate!(number)).toBe("confirmed");
    expect(await partner.checkCertificate!(`${number}0`)).toBe("unknown");
    await rig.move(id, "revoke-certificate");
    expect(await partner.checkCertificate!(number)).toBe("revoked");
  });

  it("can be asked for with any number, however it is written", async () => {
    for (const number of ["../learners", "a b/c?d=e#f", "&number=1", "ÄÖ 12", "%00"]) {
      expect(await partner.checkCertificate!(number)).toBe("unknown");
    }
  });

  it("is not taken for confirmed when JRI is down or cannot be understood", async () => {
    const { number } = await earn();
    await rig.setFaults({ down: true });
    expect((await failureOf(partner.checkCertificate!(number))).kind).toBe("retry");
    for (const hostileAnswer of ["web-page", "nothing", "not-utf8", "null", "empty-object"] as const) {
      await rig.setFaults({ hostileAnswer, hostileRate: 1 });
      const error = await failureOf(partner.checkCertificate!(number));
      expect([hostileAnswer, error.kind]).toEqual([hostileAnswer, "rejected"]);
      expect(error.message).not.toContain(number);
    }
  });

  it("does not expire", async () => {
    const { id } = await earn();
    expect((await partner.getCertificate(id))?.expirationDate).toBeNull();
  });
});

describe("JRI's job readiness course", () => {
  it("consists of six badges, which alone complete nothing", async () => {
    const student = newStudent();
    const account = await partner.createAccount(student, `account-${student.studentId}`);
    const course = { externalCourseCode: "JRI-READY", kind: "course" };
    const { externalEnrollmentId: id } = await partner.enrollInCourse(
      account,
      course,
      randomUUID(),
      randomUUID(),
    );
    for (const _ of Array.from({ length: 6 })) await rig.move(id, "lesson");
    await expect(rig.move(id, "lesson")).rejects.toThrow("409");
    expect(await partner.getProgress(id)).toMatchObject({ progress: 85, completed: false });
    await rig.move(id, "fail-exam");
    expect((await partner.getProgress(id))?.standing).toMatchObject({
      kind: "exam_failed",
      examAttempts: 1,
    });
    await rig.move(id, "exam-pass");
    expect(await partner.getProgress(id)).toMatchObject({
      progress: 100,
      completed: true,
      standing: { kind: "learning", examAttempts: 2 },
    });
  });

  it("is free: enrolling needs no voucher and none left over from elsewhere reaches JRI", async () => {
    const student = newStudent();
    const account = await partner.createAccount(student, `account-${student.studentId}`);
    const course = { externalCourseCode: "JRI-READY", kind: "course" };
    const reference = randomUUID();
    const voucher = { kind: "code", code: "SECRET-CODE" } as const;
    const { externalEnrollmentId } = await partner.enrollInCourse(account, course, reference, "key", voucher);
    const { origin } = new URL(rig.env["JRI_API_BASE_URL"] ?? "");
    const known = await fetch(`${origin}/_sandbox/partners/jri/enrollments?reference=${reference}`);
    const text = await known.text();
    expect(text).toContain(externalEnrollmentId);
    expect(text).not.toContain("SECRET-CODE");
  });
});

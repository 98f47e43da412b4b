import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { enroll, failureOf, newStudent, startRig, type Rig } from "#tests/connectors/rig.ts";

/** Whatever of a letter the college sends: no word of it may come through. */
const LETTER = /letter|"[A-F][+-]?"/;
const NEWS = ["progress.updated", "exam.failed", "course.completed", "certificate.issued"] as const;

let rig: Rig;
let partner: PartnerConnector;
beforeAll(async () => {
  rig = await startRig("lcc");
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.setFaults({});
  partner = rig.open();
});

/** What the college itself says of a registration, to show that there is something to leave out. */
async function onRecord(id: string): Promise<string> {
  const response = await fetch(`${rig.env["LCC_API_BASE_URL"]}/v1/registrations/${id}`, {
    headers: { authorization: `Bearer ${rig.env["LCC_API_KEY"]}` },
  });
  return response.text();
}

describe("a letter of Local Community College", () => {
  it("is in its answers and in its news, and in nothing that Baton reads or stores", async () => {
    const { externalEnrollmentId: id } = await enroll(partner);
    await rig.move(id, "progress", { progress: 60 });
    const halfway = await partner.getProgress(id);
    expect(await onRecord(id)).toMatch(LETTER);
    await rig.move(id, "fail-exam");
    await rig.move(id, "complete");
    expect(await onRecord(id)).toMatch(LETTER);
    expect(JSON.stringify([halfway, await partner.getProgress(id)])).not.toMatch(LETTER);
    for (const name of NEWS) {
      const delivery = await rig.deliveryOf(name, id);
      expect(delivery.body).toMatch(LETTER);
      const { storedBody } = partner.verifyWebhook(delivery);
      expect(storedBody).toContain(id);
      expect(storedBody).not.toMatch(LETTER);
      expect(JSON.stringify(partner.parseWebhook(delivery.body))).not.toMatch(LETTER);
    }
  });
});

describe("a class of Local Community College", () => {
  it("is finished by the registrar's passing grade, not by the final", async () => {
    const { externalEnrollmentId: id } = await enroll(partner);
    await rig.move(id, "fail-exam");
    expect(await partner.getProgress(id)).toMatchObject({
      completed: false,
      certificate: null,
      standing: { kind: "exam_failed", examAttempts: 1 },
    });
    expect(await partner.getCertificate(id)).toBeNull();
    await rig.move(id, "complete");
    expect(await partner.getProgress(id)).toMatchObject({
      completed: true,
      certificate: { number: expect.stringMatching(/^LCC-CE-/), expirationDate: null },
      standing: { kind: "learning", examAttempts: 1 },
    });
  });

  it("asks for a person when no seat is left", async () => {
    const student = newStudent();
    const account = await partner.createAccount(student, `account-${student.studentId}`);
    const full = { externalCourseCode: "WELD-1010-27SP-FULL", kind: "course" };
    const error = await failureOf(partner.enrollInCourse(account, full, student.studentId, "seat"));
    expect(error).toMatchObject({ kind: "action_required", status: 409 });
    expect(error.message).toContain("no seat left");
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { enroll, failureOf, newStudent, startRig, type Rig } from "#tests/connectors/rig.ts";

let rig: Rig;
let partner: PartnerConnector;
beforeAll(async () => {
  rig = await startRig("nrf");
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.setFaults({});
  partner = rig.open();
});

async function standingOf(id: string) {
  return (await partner.getProgress(id))?.standing;
}

/** Goes through the lessons until the exam is all that is left. */
async function reachExam(id: string): Promise<void> {
  while ((await standingOf(id))?.kind !== "exam_ready") await rig.move(id, "lesson");
}

describe("NRF's exam", () => {
  it("is ready after the lessons, may be failed, and can be taken again at once without a voucher", async () => {
    const { externalEnrollmentId: id } = await enroll(partner);
    expect(await standingOf(id)).toMatchObject({ kind: "learning", examAttempts: 0 });
    await reachExam(id);
    await rig.move(id, "exam-fail");
    expect(await standingOf(id)).toMatchObject({ kind: "exam_failed", examAttempts: 1, dueAt: null });
    await rig.deliveryOf("exam.failed", id);
    await rig.move(id, "exam-fail");
    expect(await standingOf(id)).toMatchObject({ kind: "exam_failed", examAttempts: 2 });
    expect((await partner.getProgress(id))?.completed).toBe(false);
    await rig.move(id, "exam-pass");
    expect(await partner.getProgress(id)).toMatchObject({
      progress: 100,
      completed: true,
      standing: { kind: "learning", examAttempts: 3 },
    });
    expect(partner.openRetake).toBeUndefined();
  });
});

describe("an NRF credential", () => {
  it("is confirmed, unknown, or revoked, as NRF says", async () => {
    const { externalEnrollmentId: id } = await enroll(partner);
    await rig.move(id, "complete");
    const { number = "" } = (await partner.getCertificate(id)) ?? {};
    expect(await partner.checkCertificate!(number)).toBe("confirmed");
    expect(await partner.checkCertificate!("RISE-00000-00000")).toBe("unknown");
    await rig.move(id, "revoke-certificate");
    expect(await partner.checkCertificate!(number)).toBe("revoked");
  });

  it("is not taken for confirmed when NRF cannot be understood", async () => {
    const { externalEnrollmentId: id } = await enroll(partner);
    await rig.move(id, "complete");
    const { number = "" } = (await partner.getCertificate(id)) ?? {};
    await rig.setFaults({ malformedRate: 1 });
    const error = await failureOf(partner.checkCertificate!(number));
    expect(error.kind).toBe("rejected");
    expect(error.message).not.toContain(number);
  });
});

it("everything at NRF lies below our own partner id", async () => {
  const { externalEnrollmentId } = await enroll(partner);
  const stranger = rig.open({}, { NRF_PARTNER_ID: "P-99999" });
  expect(await stranger.getProgress(externalEnrollmentId)).toBeNull();
  expect((await failureOf(stranger.createAccount(newStudent(), "key"))).kind).toBe("rejected");
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  needsVoucher,
  type PartnerAccount,
  type PartnerConnector,
  type VoucherRef,
} from "#lib/partners/base.ts";
import { findPartnerDescriptor } from "#lib/partners/index.ts";
import { listPromoCodes } from "#sandbox/partners/milady/promo-codes.ts";
import { failureOf, newStudent, startRig, type Rig } from "#tests/connectors/rig.ts";

const CURRICULUM = { externalCourseCode: "CIMA-BARBER", kind: "course" };
const RISE = ["RISE-WELLBEING", "RISE-FINANCE"];

let rig: Rig;
let partner: PartnerConnector;
const fresh = listPromoCodes(200);
beforeAll(async () => {
  rig = await startRig("milady");
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.setFaults({});
  partner = rig.open();
});

/** A code nobody has spent. */
function newCode(): VoucherRef & { kind: "code" } {
  const code = fresh.pop();
  if (!code) throw new Error("the test's codes are used up");
  return { kind: "code", code };
}

async function openAccount(): Promise<PartnerAccount> {
  const student = newStudent();
  return partner.createAccount(student, `account-${student.studentId}`);
}

async function enroll(
  account: PartnerAccount,
  code: string,
  voucher?: VoucherRef,
  reference: string = randomUUID(),
) {
  const course = { externalCourseCode: code, kind: "course" };
  const key = `enroll-${randomUUID()}`;
  const { externalEnrollmentId } = await partner.enrollInCourse(account, course, reference, key, voucher);
  return { id: externalEnrollmentId, reference };
}

async function isCompleted(id: string): Promise<boolean | undefined> {
  return (await partner.getProgress(id))?.completed;
}

/** Goes through lessons and exam as the student does. */
async function learn(id: string): Promise<void> {
  const page = await listEnrollment(id);
  for (const _ of page.lessons) await rig.move(id, "lesson");
  await rig.move(id, "exam-pass");
}

async function listEnrollment(id: string): Promise<{ lessons: string[]; certificate: unknown }> {
  const { origin } = new URL(rig.env["MILADY_API_BASE_URL"] ?? "");
  const response = await fetch(`${origin}/_sandbox/partners/milady/enrollments`);
  const { enrollments } = (await response.json()) as {
    enrollments: { id: string; lessons: string[]; certificate: unknown }[];
  };
  const found = enrollments.find((enrollment) => enrollment.id === id);
  if (!found) throw new Error("no such enrollment");
  return found;
}

describe("a promo code", () => {
  it("is needed for a full curriculum and for nothing else", async () => {
    const descriptor = findPartnerDescriptor("milady")!;
    expect(needsVoucher(descriptor, CURRICULUM)).toBe(true);
    for (const code of RISE) {
      expect(needsVoucher(descriptor, { externalCourseCode: code, kind: "course" })).toBe(false);
    }
    expect(needsVoucher(descriptor, { externalCourseCode: "BARBER-RTI-2024", kind: "rti" })).toBe(false);
    const account = await openAccount();
    const error = await failureOf(enroll(account, "CIMA-BARBER"));
    expect([error.kind, error.message]).toEqual([
      "action_required",
      "milady enrollInCourse: the course needs a promo code",
    ]);
    await enroll(account, "RISE-WELLBEING");
    await enroll(account, "CIMA-BARBER", newCode());
  });

  it("is spent once, however often the enrollment is asked for", async () => {
    const before = (await rig.counts()).specials;
    const account = await openAccount();
    const voucher = newCode();
    const first = await enroll(account, "CIMA-BARBER", voucher);
    expect(await enroll(account, "CIMA-BARBER", voucher, first.reference)).toEqual(first);
    const after = (await rig.counts()).specials;
    expect(after["promoCodesSpent"]! - before["promoCodesSpent"]!).toBe(1);
    expect(after["promoCodesBeyondOne"]).toBe(0);
  });

  it("gives the same enrollment when Milady itself is asked twice for one order key", async () => {
    const account = await openAccount();
    const { code } = newCode();
    const reference = randomUUID();
    const first = await postEnrollment(account, reference, code);
    const second = await postEnrollment(account, reference, code);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.Data?.EnrollmentId).toBe(first.body.Data?.EnrollmentId);
  });

  it.each(["timeoutAfterSuccessRate", "resetAfterSuccessRate"] as const)(
    "is spent once although the answer was lost (%s)",
    async (fault) => {
      const account = await openAccount();
      const voucher = newCode();
      const before = (await rig.counts()).specials;
      await rig.setFaults({ [fault]: 1, remaining: 1 });
      partner = rig.open({ attemptTimeoutMs: 300 });
      const { id } = await enroll(account, "CIMA-BARBER", voucher);
      expect(await isCompleted(id)).toBe(false);
      const after = (await rig.counts()).specials;
      expect(after["promoCodesSpent"]! - before["promoCodesSpent"]!).toBe(1);
    },
  );

  it("is refused for another enrollment, also after the first one was dropped, and is in no error", async () => {
    const account = await openAccount();
    const voucher = newCode();
    const { id } = await enroll(account, "CIMA-BARBER", voucher);
    const other = await openAccount();
    const refusal = {
      kind: "action_required",
      message: "milady enrollInCourse: the promo code was spent by another enrollment",
      voucherRefused: true,
    };
    const spent = await failureOf(enroll(other, "CIMA-BARBER", voucher));
    expect(spent).toMatchObject(refusal);
    await partner.cancelEnrollment(id, `cancel-${id}`);
    expect(await failureOf(enroll(other, "CIMA-BARBER", voucher))).toMatchObject(refusal);
    expect(`${spent.stack} ${String(spent.cause)}`).not.toContain(voucher.code);
  });

  it("can be used again for the order key it was spent for", async () => {
    const account = await openAccount();
    const voucher = newCode();
    const { id, reference } = await enroll(account, "CIMA-BARBER", voucher);
    await partner.cancelEnrollment(id, `cancel-${id}`);
    const again = await enroll(account, "CIMA-BARBER", voucher, reference);
    expect(again.id).not.toBe(id);
  });

  it.each(["MILADY-DEMO-00001-?", "MILADY-DEMO-00000-A", "MILADY-DEMO-00001", "FREE", "milady-demo-00001-f"])(
    "is refused when Milady never gave it out (%s)",
    async (code) => {
      const error = await failureOf(enroll(await openAccount(), "CIMA-BARBER", { kind: "code", code }));
      expect([error.kind, error.voucherRefused]).toEqual(["action_required", true]);
      expect(error.message).not.toContain(code);
    },
  );

  it("with a changed letter or digit is none of the school's", async () => {
    const [code = ""] = listPromoCodes(1);
    const others = [code.replace("00001", "00002"), code.replace(/.$/, code.endsWith("A") ? "B" : "A")];
    for (const wrong of others) {
      const error = await failureOf(
        enroll(await openAccount(), "CIMA-BARBER", { kind: "code", code: wrong }),
      );
      expect(error.message).toContain("does not know the promo code");
    }
  });

  it("is listed by Milady, the same ones each time", async () => {
    const { origin } = new URL(rig.env["MILADY_API_BASE_URL"] ?? "");
    const response = await fetch(`${origin}/_sandbox/partners/milady/promo-codes?count=30`);
    const { codes } = (await response.json()) as { codes: string[] };
    expect(codes).toEqual(listPromoCodes(30));
    expect(new Set(codes).size).toBe(30);
    for (const count of ["0", "-1", "1.5", "x"]) {
      const wrong = await fetch(`${origin}/_sandbox/partners/milady/promo-codes?count=${count}`);
      expect(wrong.status).toBe(422);
    }
  });
});

describe("a full curriculum", () => {
  it("is completed only when the required RISE courses of the same account are, whoever is last", async () => {
    const account = await openAccount();
    const { id } = await enroll(account, "CIMA-BARBER", newCode());
    const rise = await Promise.all(RISE.map((code) => enroll(account, code)));
    await learn(id);
    expect(await isCompleted(id)).toBe(false);
    await learn(rise[0]!.id);
    expect(await isCompleted(id)).toBe(false);
    await learn(rise[1]!.id);
    expect(await isCompleted(id)).toBe(true);
    await rig.deliveryOf("course.completed", id);
    expect((await partner.getCertificate(id))?.number).toMatch(/^MR-\d+$/);

    const early = await openAccount();
    for (const code of RISE) await learn((await enroll(early, code)).id);
    const second = await enroll(early, "CIMA-BARBER", newCode());
    await learn(second.id);
    expect(await isCompleted(second.id)).toBe(true);
  });

  it("does not take another learner's RISE courses for its own", async () => {
    const account = await openAccount();
    const { id } = await enroll(account, "CIMA-BARBER", newCode());
    await learn(id);
    const other = await openAccount();
    for (const code of RISE) await learn((await enroll(other, code)).id);
    expect(await isCompleted(id)).toBe(false);
  });

  it("can be completed by Milady's office whatever is open", async () => {
    const { id } = await enroll(await openAccount(), "CIMA-BARBER", newCode());
    await rig.move(id, "complete");
    expect(await isCompleted(id)).toBe(true);
  });

  it("shows its class dates and its RISE courses on its page", async () => {
    const account = await openAccount();
    const { id } = await enroll(account, "CIMA-BARBER", newCode());
    const { url } = await partner.getSsoLaunchUrl(account, id, rig.appUrl);
    const arrival = await fetch(url, { redirect: "manual" });
    const cookie = arrival.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const page = await fetch(new URL(arrival.headers.get("location") ?? "", url), { headers: { cookie } });
    const text = await page.text();
    expect(text).toContain("Your classes");
    expect(text).toContain("Client Well-Being &amp; Safety: open");
  });

  it("whose exam was failed says so until it is passed", async () => {
    const { id } = await enroll(await openAccount(), "CIMA-NAIL", newCode());
    await rig.move(id, "fail-exam");
    expect((await partner.getProgress(id))?.standing).toMatchObject({
      kind: "exam_failed",
      examAttempts: 1,
    });
    await rig.move(id, "complete");
    expect((await partner.getProgress(id))?.standing.kind).toBe("learning");
  });
});

it("Milady answers nobody who names another school", async () => {
  const stranger = rig.open({}, { MILADY_SCHOOL_ID: "SCH-9999" });
  const student = newStudent();
  expect((await failureOf(stranger.createAccount(student, "key"))).kind).toBe("rejected");
});

async function postEnrollment(account: PartnerAccount, reference: string, code: string) {
  const base = rig.env["MILADY_API_BASE_URL"] ?? "";
  const response = await fetch(`${base}/enrollments?schoolId=${rig.env["MILADY_SCHOOL_ID"] ?? ""}`, {
    method: "POST",
    headers: { authorization: `Token ${rig.env["MILADY_API_KEY"] ?? ""}` },
    body: JSON.stringify({
      LearnerId: account.externalAccountId,
      CourseCode: "CIMA-BARBER",
      OrderKey: reference,
      PromoCode: code,
    }),
  });
  const body = (await response.json()) as { Data?: { EnrollmentId: string } };
  return { status: response.status, body };
}

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PartnerConnector, VoucherRef } from "#lib/partners/base.ts";
import { endOfDay } from "#lib/domain/end-of-day.ts";
import { failureOf, newStudent, startRig, type Rig } from "#tests/connectors/rig.ts";

const EXAM = { externalCourseCode: "HEALTH-SCIENCES", kind: "exam" };

let rig: Rig;
let partner: PartnerConnector;
beforeAll(async () => {
  rig = await startRig("certiport");
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.setFaults({});
  await setStock(null);
  partner = rig.open();
});

async function setStock(left: number | null): Promise<unknown> {
  const { origin } = new URL(rig.env["CERTIPORT_API_BASE_URL"] ?? "");
  const url = `${origin}/_sandbox/partners/certiport/voucher-stock`;
  const response = await fetch(url, { method: "PUT", body: JSON.stringify({ left }) });
  return response.json();
}

async function reserve(reference: string) {
  const reserved = await partner.reserveVoucher!(EXAM, reference, `voucher-${reference}`);
  const ref: VoucherRef = { kind: "reserved", externalVoucherId: reserved.externalVoucherId };
  return { ...reserved, ref };
}

/** A candidate registered for an exam on a reserved voucher. */
async function register(step = randomUUID()) {
  const student = newStudent();
  const account = await partner.createAccount(student, `account-${student.studentId}`);
  const voucher = await reserve(`${step}:1`);
  const enroll = (reference: string, key: string, ref?: VoucherRef) =>
    partner.enrollInCourse(account, EXAM, reference, key, ref);
  const { externalEnrollmentId: id } = await enroll(step, `enroll-${step}`, voucher.ref);
  return { id, step, account, voucher, enroll };
}

async function vouchersOf(): Promise<Record<string, number>> {
  return (await rig.counts()).specials;
}

async function standingOf(id: string) {
  return (await partner.getProgress(id))?.standing;
}

describe("a voucher", () => {
  it("is reserved once for a reference, however often and with whatever key it is asked for", async () => {
    const before = await vouchersOf();
    const reference = `${randomUUID()}:1`;
    const first = await reserve(reference);
    expect(await reserve(reference)).toEqual(first);
    const again = await partner.reserveVoucher!(EXAM, reference, "another-key");
    expect(again.externalVoucherId).toBe(first.externalVoucherId);
    const after = await vouchersOf();
    expect(after["vouchersReserved"]! - before["vouchersReserved"]!).toBe(1);
    expect(after["duplicateVouchers"]).toBe(0);
  });

  it.each(["timeoutAfterSuccessRate", "resetAfterSuccessRate"] as const)(
    "is found again although the answer was lost (%s)",
    async (fault) => {
      const before = await vouchersOf();
      await rig.setFaults({ [fault]: 1 });
      const hasty = rig.open({ attemptTimeoutMs: 300 });
      await hasty.reserveVoucher!(EXAM, `${randomUUID()}:1`, randomUUID());
      const after = await vouchersOf();
      expect(after["vouchersReserved"]! - before["vouchersReserved"]!).toBe(1);
    },
  );

  it("ends with its last day in Chicago, and its code never comes along", async () => {
    const { ref: _ref, ...reserved } = await reserve(`${randomUUID()}:1`);
    const day = new Date();
    day.setUTCMonth(day.getUTCMonth() + 12);
    expect(reserved).toEqual({
      externalVoucherId: expect.stringMatching(/^\d+$/),
      expiresAt: endOfDay(day.toISOString().slice(0, 10), "America/Chicago"),
    });
  });

  it("is asked for in vain when none are left, which needs a person", async () => {
    await setStock(1);
    await reserve(`${randomUUID()}:1`);
    const error = await failureOf(partner.reserveVoucher!(EXAM, `${randomUUID()}:1`, randomUUID()));
    expect(error.kind).toBe("action_required");
  });

  it("for an exam Certiport does not know needs a person", async () => {
    const unknown = { externalCourseCode: "UNKNOWN-1", kind: "exam" };
    const error = await failureOf(partner.reserveVoucher!(unknown, `${randomUUID()}:1`, randomUUID()));
    expect(error.kind).toBe("action_required");
  });

  it("is given back once, counts as gone afterwards, and leaves its place to another", async () => {
    await setStock(1);
    const reference = `${randomUUID()}:1`;
    const { externalVoucherId } = await reserve(reference);
    for (const key of ["release", "release", "again"]) {
      await partner.releaseVoucher!(externalVoucherId, `${key}-${reference}`);
    }
    expect(await setStock(1)).toEqual({ left: 1 });
    const next = await reserve(reference);
    expect(next.externalVoucherId).not.toBe(externalVoucherId);
    expect((await vouchersOf())["duplicateVouchers"]).toBe(0);
  });

  it("is used up by its registration alone", async () => {
    const mine = await register();
    const other = await reserve(`${randomUUID()}:1`);
    const refusals = [
      failureOf(mine.enroll(randomUUID(), randomUUID(), mine.voucher.ref)),
      failureOf(mine.enroll(randomUUID(), randomUUID(), other.ref)),
      failureOf(partner.releaseVoucher!(mine.voucher.externalVoucherId, randomUUID())),
    ];
    for (const { kind, message } of await Promise.all(refusals)) {
      expect(kind).toBe("rejected");
      expect(message).not.toMatch(/\d{9}|V-/);
    }
    expect(await mine.enroll(mine.step, "another-key", mine.voucher.ref)).toEqual({
      externalEnrollmentId: mine.id,
    });
  });

  it("has to come with an exam, and not with a course that includes its exam", async () => {
    const { account, enroll } = await register();
    const error = await failureOf(enroll(randomUUID(), randomUUID()));
    expect([error.kind, error.message]).toEqual([
      "action_required",
      expect.stringContaining("needs a voucher"),
    ]);
    const course = { externalCourseCode: "MOS-WORD", kind: "course" };
    const made = await partner.enrollInCourse(account, course, randomUUID(), randomUUID());
    await rig.move(made.externalEnrollmentId, "progress", { progress: 100 });
    await rig.move(made.externalEnrollmentId, "fail-exam");
    await rig.move(made.externalEnrollmentId, "exam-pass");
    expect(await partner.getProgress(made.externalEnrollmentId)).toMatchObject({ completed: true });
  });

  it("comes back with a registration that is canceled before its exam, and not afterwards", async () => {
    const before = await vouchersOf();
    const early = await register();
    await partner.cancelEnrollment(early.id, `cancel-${early.id}`);
    const late = await register();
    await rig.move(late.id, "fail-exam");
    await partner.cancelEnrollment(late.id, `cancel-${late.id}`);
    const after = await vouchersOf();
    expect(after["vouchersReleased"]! - before["vouchersReleased"]!).toBe(1);
    expect(after["vouchersVoid"]! - before["vouchersVoid"]!).toBe(1);
    expect((await reserve(`${late.step}:1`)).externalVoucherId).not.toBe(late.voucher.externalVoucherId);
    expect((await vouchersOf())["duplicateVouchers"]).toBe(0);
  });

  it("has to be one Certiport keeps", async () => {
    const { id, enroll } = await register();
    const ours: VoucherRef = { kind: "code", code: "ABC-123" };
    const calls = [
      failureOf(enroll(randomUUID(), "key", ours)),
      failureOf(partner.openRetake!(id, ours, "key")),
    ];
    for (const error of await Promise.all(calls)) {
      expect(error.kind).toBe("misconfigured");
      expect(error.message).not.toContain("ABC-123");
    }
  });
});

describe("an exam", () => {
  it("is ready once practice is done, until the voucher runs out", async () => {
    const { id, voucher } = await register();
    expect(await standingOf(id)).toMatchObject({ kind: "learning", examAttempts: 0 });
    await rig.move(id, "progress", { progress: 100 });
    expect(await partner.getProgress(id)).toMatchObject({
      progress: 100,
      completed: false,
      standing: { kind: "exam_ready", dueAt: voucher.expiresAt },
    });
  });

  it("that was failed is taken again on another voucher only, and passed then", async () => {
    const { id, step, voucher } = await register();
    await rig.move(id, "progress", { progress: 100 });
    await rig.move(id, "fail-exam");
    expect(await standingOf(id)).toMatchObject({ kind: "exam_failed", examAttempts: 1, dueAt: null });
    await expect(rig.move(id, "exam-pass")).rejects.toThrow("409");
    await expect(rig.move(id, "fail-exam")).rejects.toThrow("409");
    const second = await reserve(`${step}:2`);
    for (const key of ["retake", "retake", "again"]) {
      await partner.openRetake!(id, second.ref, `${key}-${id}`);
    }
    expect(await standingOf(id)).toMatchObject({
      kind: "retake_ready",
      examAttempts: 1,
      dueAt: second.expiresAt,
    });
    expect(second.externalVoucherId).not.toBe(voucher.externalVoucherId);
    await rig.move(id, "exam-pass");
    expect(await partner.getProgress(id)).toMatchObject({
      completed: true,
      certificate: { number: expect.any(String) },
      standing: { kind: "learning", examAttempts: 2, dueAt: null },
    });
    const { message, kind } = await failureOf(
      partner.openRetake!(id, (await reserve(`${step}:3`)).ref, "late"),
    );
    expect([kind, message]).toEqual(["rejected", expect.stringContaining("409")]);
  });

  it("is not opened again while it can still be taken, nor on another step's voucher", async () => {
    const { id, step } = await register();
    const spare = await reserve(`${step}:2`);
    expect((await failureOf(partner.openRetake!(id, spare.ref, "early"))).kind).toBe("rejected");
    await rig.move(id, "fail-exam");
    const foreign = await reserve(`${randomUUID()}:2`);
    expect((await failureOf(partner.openRetake!(id, foreign.ref, "foreign"))).kind).toBe("rejected");
    await partner.openRetake!(id, spare.ref, "mine");
    expect(await standingOf(id)).toMatchObject({ kind: "retake_ready" });
  });

  it.each(["timeoutAfterSuccessRate", "resetAfterSuccessRate"] as const)(
    "is opened again once although the answer was lost (%s)",
    async (fault) => {
      const { id, step } = await register();
      await rig.move(id, "fail-exam");
      const second = await reserve(`${step}:2`);
      await rig.setFaults({ [fault]: 1, remaining: 1 });
      await rig.open({ attemptTimeoutMs: 300 }).openRetake!(id, second.ref, `retake-${id}`);
      expect(await standingOf(id)).toMatchObject({ kind: "retake_ready" });
    },
  );

  it("whose voucher ran out waits for another one, and its news asks for a fresh look", async () => {
    const { id, step } = await register();
    await rig.move(id, "expire-voucher");
    expect(await standingOf(id)).toMatchObject({ kind: "voucher_expired", examAttempts: 0 });
    const delivery = await rig.deliveryOf("enrollment.changed", id);
    expect(partner.verifyWebhook(delivery).eventType).toBe("voucher.expired");
    expect(partner.parseWebhook(delivery.body)).toEqual([
      expect.objectContaining({ type: "enrollment.changed", externalEnrollmentId: id, standing: null }),
    ]);
    await expect(rig.move(id, "fail-exam")).rejects.toThrow("409");
    const second = await reserve(`${step}:2`);
    await partner.openRetake!(id, second.ref, `retake-${id}`);
    expect(await standingOf(id)).toMatchObject({ kind: "learning", dueAt: second.expiresAt });
  });
});

/** The part of the exam about a partner in trouble: it breaks down, hurries us off, is slow, or loses its answers. */
import { describe, expect, it } from "vitest";
import { partnerVariable } from "#lib/domain/partner-variable.ts";
import type { PartnerConnector } from "#lib/partners/base.ts";
import type { Faults } from "#sandbox/partners/faults.ts";
import { COURSE, enroll, failureOf, newStudent, type Rig } from "#tests/connectors/rig.ts";

/** Declares the part about trouble; `now` gives rig and connector while a test runs. */
export function examineTrouble(slug: string, now: () => { rig: Rig; partner: PartnerConnector }): void {
  describe("a partner in trouble", () => {
    it.each([
      ["5xx", { errorRate: 1, remaining: 2 }],
      ["429", { rateLimitRate: 1, retryAfterSeconds: 0, remaining: 2 }],
      ["a connection cut before the work", { resetBeforeRate: 1, remaining: 2 }],
    ] satisfies [string, Partial<Faults>][])("is asked again after %s", async (_, faults) => {
      const { rig, partner } = now();
      await rig.setFaults(faults);
      const { externalEnrollmentId } = await enroll(partner);
      expect(await partner.getProgress(externalEnrollmentId)).toMatchObject({ progress: 0 });
      expect(await rig.faultsLeft()).toBe(0);
    });

    it("is left alone as long as it asks for", async () => {
      const { rig, partner } = now();
      const { externalEnrollmentId } = await enroll(partner);
      await rig.setFaults({ rateLimitRate: 1, retryAfterSeconds: 1, remaining: 1 });
      const startedAt = performance.now();
      await partner.getProgress(externalEnrollmentId);
      expect(performance.now() - startedAt).toBeGreaterThan(990);
    });

    it.each(["seconds", "date"] as const)(
      "hands on how long to wait when that passes the deadline, told as %s",
      async (retryAfterAs) => {
        const { rig } = now();
        const hurried = rig.open({ totalTimeoutMs: 5000 });
        await rig.setFaults({ rateLimitRate: 1, retryAfterSeconds: 300, retryAfterAs, remaining: 5 });
        const error = await failureOf(hurried.createAccount(newStudent(), "k"));
        expect(error).toMatchObject({ kind: "retry", status: 429 });
        expect(error.retryAfterSeconds).toBeGreaterThan(297);
        expect(error.retryAfterSeconds).toBeLessThanOrEqual(301);
        expect(await rig.faultsLeft()).toBe(4);
      },
    );

    it.each([
      ["down", { down: true }],
      ["unreachable", { resetBeforeRate: 1 }],
      ["slow", { slowMs: 5000 }],
    ] satisfies [string, Partial<Faults>][])(
      "gives a failure to be retried while it is %s",
      async (_, faults) => {
        const { rig } = now();
        const before = await rig.counts();
        const hasty = rig.open({ attemptTimeoutMs: 50, tries: 2 });
        await rig.setFaults(faults);
        expect((await failureOf(enroll(hasty))).kind).toBe("retry");
        expect((await rig.counts()).accounts).toBe(before.accounts);
      },
    );

    it.each(["timeoutAfterSuccessRate", "resetAfterSuccessRate"] as const)(
      "has made it once although the answer was lost (%s)",
      async (fault) => {
        const { rig, partner } = now();
        const student = newStudent();
        const before = await rig.counts();
        const hasty = rig.open({ attemptTimeoutMs: 400, tries: 1 });
        await rig.setFaults({ [fault]: 1 });
        const { externalEnrollmentId, reference, account } = await enroll(hasty, student);
        await rig.setFaults({});
        const repeated = await partner.enrollInCourse(account, COURSE, reference, `enroll-${reference}`);
        expect(repeated).toEqual({ externalEnrollmentId });
        const after = await rig.counts();
        expect(after.accounts - before.accounts).toBe(1);
        expect(after.enrollments.enrolled - before.enrollments.enrolled).toBe(1);
        expect([after.duplicateAccounts, after.duplicateEnrollments]).toEqual([0, 0]);
      },
    );

    it("gives the first answer again when only that was lost", async () => {
      const { rig, partner } = now();
      await rig.setFaults({ resetAfterSuccessRate: 1, remaining: 1 });
      const student = newStudent();
      const account = await partner.createAccount(student, "the-key");
      expect(await partner.createAccount(student, "the-key")).toEqual(account);
      expect(await rig.faultsLeft()).toBe(0);
    });

    it("is misconfigured when our key is wrong", async () => {
      const { rig } = now();
      const stranger = rig.open({}, { [partnerVariable(slug, "API_KEY")]: "not-the-key" });
      expect((await failureOf(enroll(stranger))).kind).toBe("misconfigured");
    });
  });
}

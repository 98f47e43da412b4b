/** The exam every connector sits, over real HTTP: against the sandbox, its faults, and its own webhooks. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PartnerConnector, PartnerDescriptor } from "#lib/partners/base.ts";
import { examineHostility } from "#tests/connectors/exam-hostility.ts";
import { examineSpecials } from "#tests/connectors/exam-specials.ts";
import { examineTrouble } from "#tests/connectors/exam-trouble.ts";
import { examineWebhooks } from "#tests/connectors/exam-webhooks.ts";
import { COURSE, enroll, failureOf, newStudent, startRig, type Rig } from "#tests/connectors/rig.ts";

/** Declares the exam of one connector. */
export function examineConnector(descriptor: PartnerDescriptor): void {
  const { slug } = descriptor;
  describe(`the ${slug} connector`, () => {
    let rig: Rig;
    let partner: PartnerConnector;
    beforeAll(async () => {
      rig = await startRig(slug);
    });
    afterAll(() => rig.stop());
    beforeEach(async () => {
      await rig.setFaults({});
      partner = rig.open();
    });

    describe("making things once", () => {
      it("opens one account, however often and with whatever key it is asked", async () => {
        const student = newStudent();
        const before = await rig.counts();
        const first = await partner.createAccount(student, "key-of-the-first-try");
        expect(await partner.createAccount(student, "key-of-the-first-try")).toEqual(first);
        expect(await partner.createAccount(student, "another-key")).toEqual(first);
        const after = await rig.counts();
        expect(after.accounts - before.accounts).toBe(1);
      });

      it("opens one account when two workers ask at the same moment", async () => {
        const student = newStudent();
        const accounts = await Promise.all(
          Array.from({ length: 8 }, () => partner.createAccount(student, `account-${student.studentId}`)),
        );
        expect(new Set(accounts.map(({ externalAccountId }) => externalAccountId)).size).toBe(1);
        expect((await rig.counts()).duplicateAccounts).toBe(0);
      });

      it("asks for a person when the e-mail address belongs to another student", async () => {
        const student = newStudent();
        await partner.createAccount(student, `account-${student.studentId}`);
        const other = { ...newStudent(), email: student.email };
        const error = await failureOf(partner.createAccount(other, `account-${other.studentId}`));
        expect(error.kind).toBe("action_required");
        expect(error.message).not.toContain(student.email);
      });

      it("enrolls once, however often and with whatever key it is asked", async () => {
        const { account, externalEnrollmentId, reference } = await enroll(partner);
        for (const key of [`enroll-${reference}`, "another-key"]) {
          const again = await partner.enrollInCourse(account, COURSE, reference, key);
          expect(again).toEqual({ externalEnrollmentId });
        }
        expect((await rig.counts()).duplicateEnrollments).toBe(0);
      });

      it("uses one account for two courses", async () => {
        const { student, account, externalEnrollmentId } = await enroll(partner);
        const second = await enroll(partner, student);
        expect(second.account).toEqual(account);
        expect(second.externalEnrollmentId).not.toBe(externalEnrollmentId);
      });

      it("does not take another student's enrollment for ours", async () => {
        const { reference } = await enroll(partner);
        const error = await failureOf(enroll(partner, newStudent(), reference));
        expect(error.kind).toBe("action_required");
      });

      it("reads back that a confirmed enrollment was never made, and makes it when asked again", async () => {
        await rig.setFaults({ successWithoutEffectRate: 1 });
        const { account, externalEnrollmentId, reference } = await enroll(partner);
        expect(await partner.getProgress(externalEnrollmentId)).toBeNull();
        await rig.setFaults({});
        const made = await partner.enrollInCourse(account, COURSE, reference, `enroll-${reference}`);
        expect(await partner.getProgress(made.externalEnrollmentId)).toMatchObject({ progress: 0 });
      });

      it("asks for a person when the partner does not know the course", async () => {
        const { account } = await enroll(partner);
        const unknown = { externalCourseCode: "UNKNOWN-1", kind: "course" };
        const error = await failureOf(partner.enrollInCourse(account, unknown, randomUUID(), randomUUID()));
        expect(error.kind).toBe("action_required");
      });
    });

    describe("a course", () => {
      it("does not know an enrollment nobody made", async () => {
        expect(await partner.getProgress("123456789")).toBeNull();
        expect(await partner.getCertificate("123456789")).toBeNull();
      });

      it("is not completed by progress 100, only by the partner's word", async () => {
        const { externalEnrollmentId } = await enroll(partner);
        for (const progress of [0, 1, 40, 99, 100]) {
          await rig.move(externalEnrollmentId, "progress", { progress });
          expect(await partner.getProgress(externalEnrollmentId)).toEqual({
            externalEnrollmentId,
            progress,
            completed: false,
            certificate: null,
            standing: expect.any(Object),
          });
        }
        expect(await partner.getCertificate(externalEnrollmentId)).toBeNull();
        await rig.move(externalEnrollmentId, "complete");
        const certificate = await partner.getCertificate(externalEnrollmentId);
        expect(await partner.getProgress(externalEnrollmentId)).toEqual({
          externalEnrollmentId,
          progress: 100,
          completed: true,
          certificate,
          standing: expect.any(Object),
        });
        expect(certificate).toMatchObject({
          number: expect.stringMatching(/\S{4,}/),
          issuedDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        });
      });

      it("is canceled once, and canceling again is no failure", async () => {
        const { externalEnrollmentId } = await enroll(partner);
        const before = await rig.counts();
        for (const key of ["cancel", "cancel", "again"]) {
          await partner.cancelEnrollment(externalEnrollmentId, `${key}-${externalEnrollmentId}`);
        }
        expect((await rig.counts()).enrollments.canceled - before.enrollments.canceled).toBe(1);
      });

      it("cannot be canceled once it is completed", async () => {
        const { externalEnrollmentId } = await enroll(partner);
        await rig.move(externalEnrollmentId, "complete");
        const error = await failureOf(partner.cancelEnrollment(externalEnrollmentId, "late"));
        expect(error.kind).toBe("rejected");
      });

      it("gets a new enrollment under the same reference after it was canceled", async () => {
        const { account, externalEnrollmentId, reference } = await enroll(partner);
        await partner.cancelEnrollment(externalEnrollmentId, `cancel-${reference}`);
        const next = await partner.enrollInCourse(account, COURSE, reference, "a-fresh-key");
        expect(next.externalEnrollmentId).not.toBe(externalEnrollmentId);
      });
    });

    describe("a launch", () => {
      it("gives another address each time, and each opens the course once", async () => {
        const { account, externalEnrollmentId } = await enroll(partner);
        const returnUrl = `${rig.appUrl}/student/progress`;
        const launch = () => partner.getSsoLaunchUrl(account, externalEnrollmentId, returnUrl);
        const [first, second] = [await launch(), await launch()];
        expect(first.url).not.toBe(second.url);
        for (const { url } of [first, second]) {
          const arrival = await fetch(url, { redirect: "manual" });
          expect(arrival.status).toBe(303);
          const cookie = arrival.headers.getSetCookie()[0]?.split(";")[0] ?? "";
          const page = await fetch(new URL(arrival.headers.get("location") ?? "", url), {
            headers: { cookie },
          });
          expect(page.status).toBe(200);
          expect(await page.text()).toContain(returnUrl);
          expect((await fetch(url, { redirect: "manual" })).status).toBe(403);
        }
        expect(Date.parse(first.expiresAt ?? "")).toBeGreaterThan(Date.now());
      });

      it("is refused for another student's account", async () => {
        const { externalEnrollmentId } = await enroll(partner);
        const { account } = await enroll(partner);
        const error = await failureOf(partner.getSsoLaunchUrl(account, externalEnrollmentId, rig.appUrl));
        expect(error.kind).toBe("rejected");
      });
    });

    examineSpecials(descriptor, () => ({ rig, partner }));
    examineTrouble(slug, () => ({ rig, partner }));
    examineHostility(() => ({ rig, partner }));
    examineWebhooks(descriptor, () => ({ rig, partner }));
  });
}

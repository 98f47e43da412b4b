/** The part of the exam about what only some partners have: standings, vouchers, bookings, certificate checks. */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { STANDINGS } from "#lib/domain/partner-standing.ts";
import type {
  PartnerConnector,
  PartnerCourseRef,
  PartnerDescriptor,
  VoucherRef,
} from "#lib/partners/base.ts";
import { openPartnerClient } from "#lib/partners/index.ts";
import { hostileText } from "#sandbox/partners/twisted-answer.ts";
import { documentedEnv } from "#tests/connectors/documented-env.ts";
import { NO_ANSWERS } from "#tests/connectors/exam-hostility.ts";
import { COURSE, enroll, failureOf, newStudent, type Rig } from "#tests/connectors/rig.ts";

const NOT_BELIEVED = [...NO_ANSWERS, "foreign-record"] as const;

/** How a student comes to have an appointment, where a partner has such: a course, and acts of the sandbox. */
export const BOOKINGS: Readonly<Record<string, { course: PartnerCourseRef; acts: readonly string[] }>> = {
  hsi: { course: COURSE, acts: ["progress", "exam-pass", "book-session"] },
  nds: { course: { externalCourseCode: "DOT-DRUG-5", kind: "service" }, acts: ["book-appointment"] },
};
const BOOKED = { progress: 100, at: "2031-05-06T10:30:00-05:00", place: "Room 7", site: "Room 7" };

type Now = () => { rig: Rig; partner: PartnerConnector };

/** Declares the part about specials; `now` gives rig and connector while a test runs. */
export function examineSpecials(descriptor: PartnerDescriptor, now: Now): void {
  const has = openPartnerClient(descriptor.slug, documentedEnv(descriptor));
  describe("a standing", () => {
    it("is one of the known ones at every moment of a course", async () => {
      const { rig, partner } = now();
      const { externalEnrollmentId: id } = await enroll(partner);
      const seen = [];
      for (const act of ["progress", "fail-exam", "complete"]) {
        seen.push((await partner.getProgress(id))?.standing);
        await rig.move(id, act, { progress: 100 });
      }
      seen.push((await partner.getProgress(id))?.standing);
      for (const standing of seen) expect(STANDINGS).toContain(standing?.kind);
      expect(seen.map((standing) => standing?.examAttempts ?? -1).toSorted((a, b) => a - b)[0]).toBe(0);
    });
  });
  if (has.reserveVoucher) examineVouchers(descriptor, now);
  if (has.checkCertificate) examineChecks(now);
  const booking = BOOKINGS[descriptor.slug];
  if (booking) examineBookings(booking, now);
}

function examineVouchers({ voucher }: PartnerDescriptor, now: Now): void {
  const exam = { externalCourseCode: "EXAM-1", kind: voucher?.courseKinds[0] ?? "exam" };
  const reserve = async (reference: string): Promise<VoucherRef> => {
    const { externalVoucherId } = await now().partner.reserveVoucher!(exam, reference, `v-${reference}`);
    return { kind: "reserved", externalVoucherId };
  };
  const register = async () => {
    const { partner } = now();
    const student = newStudent();
    const account = await partner.createAccount(student, `account-${student.studentId}`);
    const reference = randomUUID();
    const first = await reserve(`${reference}:1`);
    const enrollWith = (step: string, used: VoucherRef) =>
      partner.enrollInCourse(account, exam, step, `enroll-${step}`, used);
    const { externalEnrollmentId: id } = await enrollWith(reference, first);
    return { id, reference, first, enrollWith };
  };

  describe("a voucher", () => {
    it("is put aside once for a reference, also when several ask at the same moment", async () => {
      const reference = `${randomUUID()}:1`;
      const reserved = await Promise.all([1, 2, 3, 4].map(() => reserve(reference)));
      expect(new Set(reserved.map((ref) => JSON.stringify(ref))).size).toBe(1);
      expect(await reserve(`${randomUUID()}:1`)).not.toEqual(reserved[0]);
    });

    it("is used up by one enrollment", async () => {
      const { rig } = now();
      const { id, reference, first, enrollWith } = await register();
      expect(await enrollWith(reference, first)).toEqual({ externalEnrollmentId: id });
      const before = await rig.counts();
      expect((await failureOf(enrollWith(randomUUID(), first))).kind).toBe("rejected");
      expect((await rig.counts()).enrollments).toEqual(before.enrollments);
    });

    it("that was given back, twice even, can no longer be used", async () => {
      const { partner } = now();
      const { enrollWith } = await register();
      const spare = await reserve(`${randomUUID()}:1`);
      const spareId = spare.kind === "reserved" ? spare.externalVoucherId : "";
      await partner.releaseVoucher!(spareId, "release-1");
      await partner.releaseVoucher!(spareId, "release-2");
      expect((await failureOf(enrollWith(randomUUID(), spare))).kind).toBe("rejected");
    });

    it("must be a new one for another try, which it opens once", async () => {
      const { rig, partner } = now();
      const { id, reference, first } = await register();
      const standing = async () => (await partner.getProgress(id))?.standing;
      await rig.move(id, "fail-exam");
      // Whether this is refused or counts as done already is the partner's: it opens no exam.
      await partner.openRetake!(id, first, "again").catch(() => undefined);
      expect(await standing()).toMatchObject({ kind: "exam_failed", examAttempts: 1 });
      const second = await reserve(`${reference}:2`);
      for (const key of ["retake", "retake", "other"]) await partner.openRetake!(id, second, `${key}-${id}`);
      expect(await standing()).toMatchObject({ kind: "retake_ready", examAttempts: 1 });
      await rig.move(id, "fail-exam");
      await partner.openRetake!(id, second, `late-${id}`).catch(() => undefined);
      expect(await standing()).toMatchObject({ kind: "exam_failed", examAttempts: 2 });
    });

    it.each(NOT_BELIEVED)("is not believed in when the partner answers with %s", async (hostileAnswer) => {
      const { rig } = now();
      const { id, reference } = await register();
      await rig.move(id, "fail-exam");
      const spare = await reserve(`${reference}:2`);
      const spareId = spare.kind === "reserved" ? spare.externalVoucherId : "";
      await rig.setFaults({ hostileAnswer });
      const partner = rig.open({ tries: 1 });
      const failures = [
        await failureOf(partner.reserveVoucher!(exam, `${randomUUID()}:1`, randomUUID())),
        await failureOf(partner.openRetake!(id, spare, randomUUID())),
        await failureOf(partner.releaseVoucher!(spareId, randomUUID())),
      ];
      expect(failures.map(({ kind }) => kind)).toEqual(failures.map(() => "rejected"));
      for (const error of failures) expect(`${error.stack} ${String(error.cause)}`).not.toContain(spareId);
    });
  });
}

function examineChecks(now: Now): void {
  describe("a certificate number", () => {
    const graduate = async () => {
      const { rig, partner } = now();
      const { externalEnrollmentId: id } = await enroll(partner);
      await rig.move(id, "complete");
      return (await partner.getCertificate(id))!.number;
    };

    it("is confirmed when the partner issued it, and unknown when nobody did", async () => {
      const { partner } = now();
      const number = await graduate();
      expect(await partner.checkCertificate!(number)).toBe("confirmed");
      expect(await partner.checkCertificate!(`${number.slice(0, -1)}X`)).toBe("unknown");
    });

    it.each(NOT_BELIEVED)("is not believed in when the partner answers with %s", async (hostileAnswer) => {
      const { rig, partner } = now();
      const number = await graduate();
      await rig.setFaults({ hostileAnswer });
      expect((await failureOf(partner.checkCertificate!(number))).kind).toBe("rejected");
    });
  });
}

function examineBookings(
  { course, acts }: { course: PartnerCourseRef; acts: readonly string[] },
  now: Now,
): void {
  const book = async () => {
    const { rig, partner } = now();
    const student = newStudent();
    const account = await partner.createAccount(student, `account-${student.studentId}`);
    const made = await partner.enrollInCourse(account, course, randomUUID(), randomUUID());
    for (const act of acts) await rig.move(made.externalEnrollmentId, act, BOOKED);
    return made.externalEnrollmentId;
  };

  describe("an appointment", () => {
    it("has a time and a place", async () => {
      const standing = (await now().partner.getProgress(await book()))?.standing;
      expect(standing?.place).toBe("Room 7");
      expect(Date.parse(standing?.at ?? "")).toBe(Date.parse(BOOKED.at));
    });

    it.each(["markup", "right-to-left"] as const)("keeps %s in its place as text", async (hostileAnswer) => {
      const { rig, partner } = now();
      const id = await book();
      await rig.setFaults({ hostileAnswer });
      expect((await partner.getProgress(id))?.standing.place).toBe(hostileText(hostileAnswer));
    });

    it.each(["long-text", "control-characters", "broken-dates"] as const)(
      "is rejected with %s in it",
      async (hostileAnswer) => {
        const { rig, partner } = now();
        const id = await book();
        await rig.setFaults({ hostileAnswer });
        expect((await failureOf(partner.getProgress(id))).kind).toBe("rejected");
      },
    );
  });
}

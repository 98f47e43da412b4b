/** The part of the exam in which the partner itself is hostile: whatever it answers, nothing of it gets through. */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { enroll, failureOf, newStudent, type Rig, type Spoil } from "#tests/connectors/rig.ts";

const SPOILED: readonly (readonly [string, Spoil])[] = [
  ["a web page", () => "<html><script>ada@example.com</script></html>"],
  ["nothing", () => ""],
  ["half an answer", (body) => body.slice(0, body.length / 2)],
  ["over 1 MiB", (body) => body.replace("{", `{"filler":"${"x".repeat(1024 * 1024)}",`)],
  ["null", () => "null"],
  ["a list", () => "[]"],
  ["an empty object", () => "{}"],
  [
    "a redirect",
    (_, response, request) => {
      response.writeHead(307, { location: request.url ?? "/" }).end();
      return null;
    },
  ],
];

/** Declares the hostile part; `now` gives rig and connector while a test runs. */
export function examineHostility(now: () => { rig: Rig; partner: PartnerConnector }): void {
  describe("a hostile partner", () => {
    it.each(SPOILED)("is rejected when it answers %s, without a word of the answer", async (_, spoil) => {
      const { rig, partner } = now();
      const { account, externalEnrollmentId, reference } = await enroll(partner);
      const spoiled = await rig.openSpoiled(spoil);
      const student = newStudent();
      const failures = [
        await failureOf(spoiled.createAccount(student, randomUUID())),
        await failureOf(
          spoiled.enrollInCourse(account, { externalCourseCode: "X", kind: "course" }, reference, "k"),
        ),
        await failureOf(spoiled.getProgress(externalEnrollmentId)),
        await failureOf(spoiled.getSsoLaunchUrl(account, externalEnrollmentId, rig.appUrl)),
        await failureOf(spoiled.cancelEnrollment(externalEnrollmentId, "k")),
      ];
      for (const error of failures) {
        expect(error.kind).toBe("rejected");
        expect(`${error.stack} ${String(error.cause)}`).not.toMatch(/example\.com|<html|filler|token=/);
      }
    });

    it("may send fields we do not know, __proto__ among them", async () => {
      const { rig } = now();
      const chatty = await rig.openSpoiled((body) =>
        body.replaceAll("{", '{"unknown":{"deep":[1,2]},"__proto__":{"polluted":true},"constructor":1,'),
      );
      const { externalEnrollmentId } = await enroll(chatty);
      expect(await chatty.getProgress(externalEnrollmentId)).toMatchObject({ progress: 0 });
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    });

    it("is rejected when it answers about something else", async () => {
      const { rig, partner } = now();
      const { account, externalEnrollmentId, student, reference } = await enroll(partner);
      const other = await enroll(partner);
      const confused = await rig.openSpoiled((body) =>
        body
          .replaceAll(student.studentId, other.student.studentId)
          .replaceAll(reference, other.reference)
          .replaceAll(externalEnrollmentId, other.externalEnrollmentId),
      );
      const failures = [
        await failureOf(confused.createAccount(student, "k")),
        await failureOf(
          confused.enrollInCourse(account, { externalCourseCode: "X", kind: "course" }, reference, "k"),
        ),
        await failureOf(confused.getProgress(externalEnrollmentId)),
        await failureOf(confused.cancelEnrollment(externalEnrollmentId, "k")),
      ];
      expect(failures.map(({ kind }) => kind)).toEqual(failures.map(() => "rejected"));
    });

    it("is rejected when its numbers are out of range", async () => {
      const { rig, partner } = now();
      const { externalEnrollmentId } = await enroll(partner);
      await rig.move(externalEnrollmentId, "progress", { progress: 73 });
      for (const wrong of ["-1", "101", "1e400", "null", '"NaN"', "[73]", "{}"]) {
        const spoiled = await rig.openSpoiled((body) =>
          body.replace(/("(?:online_progress|percent|percent_complete)":)("?)[\d.]+"?/, `$1${wrong}`),
        );
        expect((await failureOf(spoiled.getProgress(externalEnrollmentId))).kind).toBe("rejected");
      }
    });

    it("cannot send a student to a host that is not allowed", async () => {
      const { rig, partner } = now();
      const { account, externalEnrollmentId } = await enroll(partner);
      const elsewhere = [
        "https://evil.example/",
        "http://evil.example/",
        "javascript:alert(1)//",
        "https://127.0.0.1.evil.example/",
        "//evil.example/",
        "https://user:secret@127.0.0.1/",
        "not an address",
      ];
      for (const address of elsewhere) {
        const spoiled = await rig.openSpoiled((body) => body.replace(/http:\/\/127\.0\.0\.1:\d+\//, address));
        const error = await failureOf(spoiled.getSsoLaunchUrl(account, externalEnrollmentId, rig.appUrl));
        expect(error.kind).toBe("rejected");
        expect(`${error.message} ${String(error.cause)}`).not.toMatch(/evil|secret/);
      }
    });
  });
}

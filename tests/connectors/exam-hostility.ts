/** The part of the exam in which the partner itself is hostile: whatever it answers, nothing of it gets through. */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { PartnerConnector } from "#lib/partners/base.ts";
import type { Faults } from "#sandbox/partners/faults.ts";
import type { HostileAnswer } from "#sandbox/partners/hostility.ts";
import { hostileText } from "#sandbox/partners/twisted-answer.ts";
import { COURSE, enroll, failureOf, newStudent, type Rig } from "#tests/connectors/rig.ts";

const MIB = 1024 * 1024;
/** What is taken from the line beside the answer that is read: buffers of sockets and streams on the way. */
const ON_THE_WAY_BYTES = 8 * MIB;

/** Answers that are none, whatever was asked. */
export const NO_ANSWERS: readonly HostileAnswer[] = [
  "web-page",
  "nothing",
  "not-utf8",
  "over-1-mib",
  "redirect",
  "null",
  "list",
  "empty-object",
  "wrong-types",
];

type Enrolled = Awaited<ReturnType<typeof enroll>>;

/** Declares the hostile part; `now` gives rig and connector while a test runs. */
export function examineHostility(now: () => { rig: Rig; partner: PartnerConnector }): void {
  /** Makes one of each call; each must fail. `done` is a completed enrollment, so that it has a certificate. */
  const failuresOf = (partner: PartnerConnector, mine: Enrolled, done: Enrolled) =>
    Promise.all([
      failureOf(partner.createAccount(mine.student, randomUUID())),
      failureOf(partner.enrollInCourse(mine.account, COURSE, mine.reference, randomUUID())),
      failureOf(partner.getProgress(mine.externalEnrollmentId)),
      failureOf(partner.getCertificate(done.externalEnrollmentId)),
      failureOf(partner.getSsoLaunchUrl(mine.account, mine.externalEnrollmentId, now().rig.appUrl)),
      failureOf(partner.cancelEnrollment(mine.externalEnrollmentId, randomUUID())),
    ]);
  const graduate = async () => {
    const { rig, partner } = now();
    const done = await enroll(partner);
    await rig.move(done.externalEnrollmentId, "complete");
    return done;
  };
  const once = { tries: 1 };

  describe("a hostile partner", () => {
    it.each(NO_ANSWERS)(
      "is rejected when it answers with %s, without a word of it",
      async (hostileAnswer) => {
        const { rig, partner } = now();
        const [mine, done] = [await enroll(partner), await graduate()];
        await rig.setFaults({ hostileAnswer });
        for (const error of await failuresOf(rig.open(once), mine, done)) {
          expect(error.kind).toBe("rejected");
          expect(`${error.stack} ${String(error.cause)}`).not.toMatch(
            /example\.com|<script|Sign in|token=|polluted/,
          );
        }
      },
    );

    it("is rejected when its answer breaks off and is closed like a whole one", async () => {
      const { rig, partner } = now();
      const [mine, done] = [await enroll(partner), await graduate()];
      await rig.setFaults({ malformedRate: 1 });
      const failures = await failuresOf(rig.open(once), mine, done);
      expect(failures.map(({ kind }) => kind)).toEqual(failures.map(() => "rejected"));
    });

    it.each([
      ["cut off in the middle", "cut-off", {}],
      ["one byte a second", "byte-a-second", { attemptTimeoutMs: 400 }],
    ] as const)("is asked later when its answer is %s", async (_, hostileAnswer, limits) => {
      const { rig, partner } = now();
      const [mine, done] = [await enroll(partner), await graduate()];
      await rig.setFaults({ hostileAnswer });
      const startedAt = performance.now();
      const failures = await failuresOf(rig.open({ ...once, ...limits }), mine, done);
      expect(failures.map(({ kind }) => kind)).toEqual(failures.map(() => "retry"));
      expect(performance.now() - startedAt).toBeLessThan(5000);
    });

    it.each(["one-gib", "gzip-bomb"] as const)("is left at 1 MiB when it sends %s", async (hostileAnswer) => {
      const { rig, partner } = now();
      const { externalEnrollmentId } = await enroll(partner);
      const metered = await rig.openMetered();
      await rig.setFaults({ hostileAnswer });
      const peakBefore = process.resourceUsage().maxRSS;
      const error = await failureOf(metered.partner.getProgress(externalEnrollmentId));
      expect(error).toMatchObject({ kind: "rejected", status: 200 });
      expect(error.message).toContain("over 1 MiB");
      expect(metered.bytesSent()).toBeLessThan(MIB + ON_THE_WAY_BYTES);
      const grownMib = (process.resourceUsage().maxRSS - peakBefore) / 1024;
      expect(grownMib).toBeLessThan(128);
    });

    it("is not followed when it redirects, not even once", async () => {
      const { rig, partner } = now();
      const { externalEnrollmentId } = await enroll(partner);
      await rig.setFaults({ hostileAnswer: "redirect", remaining: 10 });
      expect((await failureOf(partner.getProgress(externalEnrollmentId))).message).toContain(
        "redirected (307)",
      );
      expect(await rig.faultsLeft()).toBe(9);
    });

    it.each(["unknown-fields", "proto-fields"] as const)("may send %s", async (hostileAnswer) => {
      const { rig, partner } = now();
      const done = await graduate();
      const facts = async () => [
        await partner.getProgress(done.externalEnrollmentId),
        await partner.getCertificate(done.externalEnrollmentId),
      ];
      const before = await facts();
      await rig.setFaults({ hostileAnswer });
      expect(await facts()).toEqual(before);
      const { account, externalEnrollmentId, reference } = await enroll(partner);
      expect(await partner.enrollInCourse(account, COURSE, reference, `again-${reference}`)).toEqual({
        externalEnrollmentId,
      });
      await partner.cancelEnrollment(externalEnrollmentId, `cancel-${reference}`);
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
      expect(({} as Record<string, unknown>)["unknown"]).toBeUndefined();
    });

    it("is rejected when it answers about somebody else", async () => {
      const { rig, partner } = now();
      const done = await graduate();
      const mine = await enroll(partner);
      await rig.setFaults({ hostileAnswer: "foreign-record" });
      const failures = [
        await failureOf(partner.createAccount(mine.student, randomUUID())),
        await failureOf(partner.createAccount(newStudent(), randomUUID())),
        await failureOf(partner.enrollInCourse(mine.account, COURSE, mine.reference, randomUUID())),
        await failureOf(partner.enrollInCourse(mine.account, COURSE, randomUUID(), randomUUID())),
        await failureOf(partner.getProgress(mine.externalEnrollmentId)),
        await failureOf(partner.getCertificate(done.externalEnrollmentId)),
        await failureOf(partner.cancelEnrollment(mine.externalEnrollmentId, randomUUID())),
      ];
      expect(failures.map(({ kind }) => kind)).toEqual(failures.map(() => "rejected"));
    });

    it.each(["negative-numbers", "huge-numbers"] as const)(
      "is rejected when it sends %s",
      async (hostileAnswer) => {
        const { rig, partner } = now();
        const { externalEnrollmentId } = await enroll(partner);
        await rig.move(externalEnrollmentId, "progress", { progress: 73 });
        await rig.setFaults({ hostileAnswer });
        expect((await failureOf(partner.getProgress(externalEnrollmentId))).kind).toBe("rejected");
      },
    );

    it("is rejected when it names days that do not exist", async () => {
      const { rig, partner } = now();
      const done = await graduate();
      await rig.setFaults({ hostileAnswer: "broken-dates" });
      expect((await failureOf(partner.getProgress(done.externalEnrollmentId))).kind).toBe("rejected");
      expect((await failureOf(partner.getCertificate(done.externalEnrollmentId))).kind).toBe("rejected");
    });

    it.each(["markup", "right-to-left"] as const)(
      "may send %s, which stays text and never becomes a link",
      async (hostileAnswer) => {
        const { rig, partner } = now();
        const { externalEnrollmentId: id } = await graduate();
        await rig.setFaults({ hostileAnswer });
        const expected = { number: hostileText(hostileAnswer), url: null, verificationUrl: null };
        expect(await partner.getCertificate(id)).toMatchObject(expected);
        expect(await partner.getProgress(id)).toMatchObject({ completed: true, certificate: expected });
      },
    );

    it.each(["long-text", "control-characters"] as const)(
      "is rejected when it sends %s",
      async (hostileAnswer) => {
        const { rig, partner } = now();
        const { externalEnrollmentId: id } = await graduate();
        await rig.setFaults({ hostileAnswer });
        expect((await failureOf(partner.getCertificate(id))).kind).toBe("rejected");
        expect((await failureOf(partner.getProgress(id))).kind).toBe("rejected");
      },
    );

    it("cannot send a student to a host that is not allowed", async () => {
      const { rig, partner } = now();
      const { account, externalEnrollmentId } = await enroll(partner);
      const { url } = await partner.getSsoLaunchUrl(account, externalEnrollmentId, rig.appUrl);
      const { host } = new URL(url);
      const elsewhere = [
        "https://evil.example/",
        "http://evil.example/",
        `https://evil.example/${host}`,
        `https://${host}.evil.example/`,
        `https://${host}@evil.example/`,
        `http://user:secret@${host}/`,
        `https://evil.example#@${host}/`,
        `https://evil.example\\@${host}/`,
        "//evil.example/",
        "javascript:alert(1)//",
        `javascript://${host}/%0aalert(1)`,
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "not an address",
        "",
        `${url}&${"x".repeat(3000)}`,
      ];
      for (const launchAddress of elsewhere) {
        await rig.setFaults({ launchAddress } satisfies Partial<Faults>);
        const error = await failureOf(partner.getSsoLaunchUrl(account, externalEnrollmentId, rig.appUrl));
        expect(error.kind).toBe("rejected");
        expect(`${error.message} ${String(error.cause)}`).not.toMatch(/evil|secret|script|token/);
      }
    });
  });
}

import { expect, test } from "vitest";
import { ENROLLMENT_LOST, setupFailed } from "#lib/domain/failed-step.ts";
import { stepSentence, type SpokenStep } from "#lib/domain/step-sentence.ts";
import { spoken } from "#tests/languages/voices.ts";

const NOW = new Date("2026-11-20T12:00:00Z");

function step(partner: string, changes: Partial<SpokenStep> = {}): SpokenStep {
  return {
    status: "in_progress",
    course: { kind: "course" },
    partner: { slug: "one", name: partner, active: true },
    standing: null,
    progress: 0,
    lastAccessedAt: null,
    since: NOW,
    errorMessage: null,
    ...changes,
  };
}

const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const say = (it: SpokenStep, earlier: SpokenStep[] = [], enrollment = "active") =>
  spoken(stepSentence(it, earlier, enrollment, { now: NOW, timeZone: "UTC", rules: {} }));

test("a finished partner hands over to the next one by name", () => {
  const before = step("HSI", { status: "completed" });
  expect(say(step("Certiport", { status: "enrolling", course: { kind: "exam" } }), [before])).toBe(
    "You finished HSI. Certiport is setting up your exam, usually within a minute.",
  );
});

test("the first step is set up without a word about anything before it", () => {
  expect(say(step("HSI", { status: "enrolling" }))).toBe(
    "HSI is setting up your course, usually within a minute.",
  );
});

test("a setup that takes longer than usual says who knows and that nothing is asked of the student", () => {
  expect(say(step("HSI", { status: "enrolling", since: minutesAgo(11) }))).toBe(
    "Setting up your course at HSI is taking longer than usual. We keep trying, your school can see it, and you need not do anything.",
  );
});

test("a waiting step names what it waits for", () => {
  expect(say(step("Certiport", { status: "pending" }), [step("HSI")])).toBe(
    "Opens by itself when you have finished HSI.",
  );
});

test("a waived step in between is nothing to wait for", () => {
  const waived = step("NDS", { status: "skipped" });
  const waiting = step("Certiport", { status: "pending" });
  expect(say(waiting, [step("HSI"), waived])).toBe("Opens by itself when you have finished HSI.");
  expect(say(waiting, [waived])).toBe("This step starts in a moment.");
});

test("a ready course invites to start", () => {
  expect(say(step("HSI"))).toBe("Your course at HSI is ready. Start whenever you like.");
});

test("a course that was opened invites to continue", () => {
  expect(say(step("HSI", { lastAccessedAt: NOW }))).toBe(
    "You have had a first look. Continue where you stopped.",
  );
  expect(say(step("HSI", { progress: 40 }))).toBe("You are 40% through. Continue where you stopped.");
});

test("100 % is not called finished before the partner says so", () => {
  expect(say(step("HSI", { progress: 100 }))).toContain("waiting for HSI to confirm that you passed");
});

test("what the partner asks for is said before how far the student is", () => {
  const standing = {
    kind: "session_unbooked",
    at: null,
    seatMinutes: null,
    vouchers: { taken: 0, reserved: false },
  };
  expect(say(step("HSI", { progress: 90, standing }))).toBe(
    "The online part is done. Book your skills session at HSI to finish.",
  );
  expect(say(step("HSI", { progress: 90, standing: { ...standing, kind: "learning" } }))).toContain("90%");
});

test("a failed step passes the reason on and asks nothing of the student", () => {
  const message = "HSI could not set up your course. We have been told and are on it";
  expect(say(step("HSI", { status: "failed", errorMessage: message }))).toBe(
    `${message}. You need not do anything.`,
  );
});

test("what Baton itself wrote of a failure is said in the reader's language", () => {
  const told = (errorMessage: string) =>
    spoken(
      stepSentence(step("HSI", { status: "failed", errorMessage }), [], "active", {
        now: NOW,
        timeZone: "UTC",
        rules: {},
      }),
      "es",
    );
  expect(told(setupFailed("HSI"))).toBe(
    "HSI no pudo preparar tu curso. Ya lo sabemos y estamos en ello. No tienes que hacer nada.",
  );
  expect(told(ENROLLMENT_LOST)).toContain("El socio perdió tu inscripción.");
});

test("a step that failed without a word still says who has been told", () => {
  expect(say(step("HSI", { status: "failed" }))).toBe(
    "HSI could not set up your course. Your school has been told. You need not do anything.",
  );
});

test("a partner that was switched off does not look like the student's fault", () => {
  const away = step("Milady RISE", { partner: { slug: "milady", name: "Milady RISE", active: false } });
  expect(say(away)).toContain("Your place is kept");
});

test("a paused program says so at the step that would run", () => {
  expect(say(step("HSI"), [], "suspended")).toContain("Your program is paused");
});

test("what is finished stays finished in a paused program", () => {
  expect(say(step("HSI", { status: "completed" }), [], "suspended")).toBe("You finished HSI.");
});

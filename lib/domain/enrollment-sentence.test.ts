import { expect, test } from "vitest";
import { enrollmentSentence } from "#lib/domain/enrollment-sentence.ts";
import { spoken } from "#tests/languages/voices.ts";

const told = (...about: Parameters<typeof enrollmentSentence>) => spoken(enrollmentSentence(...about));

const NOW = new Date("2026-11-20T12:00:00Z");
const TELLING = { now: NOW, timeZone: "UTC", rules: {} };

const step = (partner: string, status: string) => ({
  status,
  course: { kind: "course" },
  required: true,
  partner: { slug: "one", name: partner, active: true },
  standing: null,
  progress: 0,
  lastAccessedAt: null,
  since: NOW,
  errorMessage: null,
});

test("a program speaks through the step its student is at", () => {
  const steps = [step("HSI", "completed"), step("Certiport", "enrolling")];
  expect(told({ status: "active", steps, certificate: null }, TELLING)).toBe(
    "You finished HSI. Certiport is setting up your course, usually within a minute.",
  );
});

test("a finished program says whether its certificate is there", () => {
  const steps = [step("HSI", "completed")];
  const say = (certificate: { status: string } | null) =>
    told({ status: "completed", steps, certificate }, TELLING);
  expect(say(null)).toBe("You finished every step. Your certificate is being made, usually within a minute.");
  expect(say({ status: "valid" })).toBe("You finished every step. Here is your certificate.");
  expect(say({ status: "revoked" })).toBe("You finished every step.");
});

test("a program without steps yet says that they are coming", () => {
  expect(told({ status: "active", steps: [], certificate: null }, TELLING)).toContain(
    "putting your steps in order",
  );
});

test("a canceled program says so", () => {
  const steps = [step("HSI", "canceled")];
  expect(told({ status: "canceled", steps, certificate: null }, TELLING)).toBe("This program was canceled.");
});

import { expect, test } from "vitest";
import { isHeld, launchWords } from "#lib/domain/step-turn.ts";
import { spoken } from "#tests/languages/voices.ts";

const TELLING = { now: new Date("2026-11-20T12:00:00Z"), timeZone: "UTC", rules: {} };
const standing = (kind: string) => ({
  kind,
  at: null,
  seatMinutes: null,
  vouchers: { taken: 0, reserved: false },
});
const running = {
  status: "in_progress",
  course: { kind: "course" },
  partner: { slug: "hsi", name: "HSI", active: true },
  standing: standing("learning"),
  progress: 40,
};

test.each([
  ["a course that can be continued", running, "active", false],
  ["a course that is being set up", { ...running, status: "enrolling" }, "active", true],
  ["a course the partner has to confirm", { ...running, progress: 100 }, "active", true],
  ["a paused program", running, "suspended", true],
  [
    "a partner that is switched off",
    { ...running, partner: { ...running.partner, active: false } },
    "active",
    true,
  ],
  [
    "all of it done, a session to be booked",
    { ...running, progress: 100, standing: standing("session_unbooked") },
    "active",
    false,
  ],
  ["a session that is booked", { ...running, standing: standing("session_booked") }, "active", true],
  ["an exam that can be taken again", { ...running, standing: standing("retake_ready") }, "active", false],
])("%s: held is %4$s", (_what, step, enrollment, held) => {
  expect(isHeld(step, enrollment, TELLING)).toBe(held);
});

test.each([
  ["learning", 0, "Start at HSI"],
  ["learning", 40, "Continue at HSI"],
  ["seat_time_open", 100, "Continue at HSI"],
  ["session_unbooked", 90, "Book your session at HSI"],
  ["exam_ready", 90, "Take the exam at HSI"],
  ["exam_failed", 90, "Take the exam again at HSI"],
  ["retake_ready", 90, "Take the exam again at HSI"],
  ["appointment_unbooked", 0, "Make your appointment at HSI"],
])("the button of %s at %s%% says: %s", (kind, progress, words) => {
  const step = { ...running, progress, lastAccessedAt: null, standing: standing(kind) };
  expect(spoken(launchWords(step))).toBe(words);
});

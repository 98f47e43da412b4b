import { expect, test } from "vitest";
import { isWaiting } from "#lib/domain/enrollment-wait.ts";

const at = (status: string, progress = 0, kind = "learning") => ({ status, progress, standing: { kind } });

test("setting up, and a partner that has yet to confirm, are waited for", () => {
  expect(isWaiting({ status: "active", steps: [at("enrolling")], certificate: null })).toBe(true);
  expect(isWaiting({ status: "active", steps: [at("in_progress", 100)], certificate: null })).toBe(true);
});

test("a new voucher after a failed exam is waited for, a session in a week is not", () => {
  const waits = (kind: string) =>
    isWaiting({ status: "active", steps: [at("in_progress", 90, kind)], certificate: null });
  expect(waits("exam_failed")).toBe(true);
  expect(waits("session_booked")).toBe(false);
});

test("a student in the middle of a course waits for nobody", () => {
  expect(isWaiting({ status: "active", steps: [at("in_progress", 40)], certificate: null })).toBe(false);
});

test("a completed program waits for its certificate and no longer", () => {
  expect(isWaiting({ status: "completed", steps: [at("completed", 100)], certificate: null })).toBe(true);
  expect(isWaiting({ status: "completed", steps: [at("completed", 100)], certificate: {} })).toBe(false);
});

test("a canceled program waits for nothing", () => {
  expect(isWaiting({ status: "canceled", steps: [at("enrolling")], certificate: null })).toBe(false);
});

import { expect, test } from "vitest";
import { enrollmentProgress } from "#lib/domain/enrollment-status.ts";

test("each step counts the same and a running one by its own progress", () => {
  const steps = [
    { status: "completed", progress: 100 },
    { status: "in_progress", progress: 50 },
    { status: "pending", progress: 0 },
  ];
  expect(enrollmentProgress(steps)).toBe(50);
});

test("a program is not at 100 % while the partner has not confirmed the last step", () => {
  expect(enrollmentProgress([{ status: "in_progress", progress: 100 }])).toBe(99);
});

test("a waived step counts as done", () => {
  expect(enrollmentProgress([{ status: "skipped", progress: 0 }])).toBe(100);
});

test("an enrollment without steps is at zero", () => {
  expect(enrollmentProgress([])).toBe(0);
});

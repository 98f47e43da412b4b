import { expect, test } from "vitest";
import { currentStep } from "#lib/domain/step-status.ts";

const step = (status: string, required = true) => ({ status, required });

test("a student stands at the first step that is not over", () => {
  const steps = [step("completed"), step("skipped"), step("in_progress"), step("pending")];
  expect(currentStep(steps)).toBe(steps[2]);
});

test("a failed required step is where the student stands", () => {
  const steps = [step("failed"), step("pending")];
  expect(currentStep(steps)).toBe(steps[0]);
});

test("a failed optional step holds nobody up", () => {
  const steps = [step("failed", false), step("pending")];
  expect(currentStep(steps)).toBe(steps[1]);
});

test("when everything is over there is no current step", () => {
  expect(currentStep([step("completed"), step("canceled")])).toBeNull();
});

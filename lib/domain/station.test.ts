import { expect, test } from "vitest";
import { stationState } from "#lib/domain/station.ts";

test("the step a student is at is the only current station", () => {
  const [done, here, ahead] = [{ status: "completed" }, { status: "enrolling" }, { status: "pending" }];
  expect([done, here, ahead].map((step) => stationState(step, here))).toEqual(["done", "current", "waiting"]);
});

test("a failed step stands out even where the student stands", () => {
  const failed = { status: "failed" };
  expect(stationState(failed, failed)).toBe("failed");
});

test("a waived step is over, not done", () => {
  expect(stationState({ status: "skipped" }, null)).toBe("over");
});

import { expect, test } from "vitest";
import { stationState } from "#lib/domain/station.ts";

test("the step a student is at is the only current station", () => {
  const [done, here, ahead] = [{ status: "completed" }, { status: "enrolling" }, { status: "pending" }];
  expect([done, here, ahead].map((step) => stationState(step, here, false))).toEqual([
    "done",
    "current",
    "waiting",
  ]);
});

test("the station that waits for somebody else is told apart from one that waits for the student", () => {
  const [here, ahead] = [{ status: "in_progress" }, { status: "pending" }];
  expect([here, ahead].map((step) => stationState(step, here, true))).toEqual(["held", "waiting"]);
});

test("a failed step stands out even where the student stands", () => {
  const failed = { status: "failed" };
  expect(stationState(failed, failed, true)).toBe("failed");
});

test("a waived step is over, not done", () => {
  expect(stationState({ status: "skipped" }, null, false)).toBe("over");
});

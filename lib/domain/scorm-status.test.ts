import { describe, expect, test } from "vitest";
import { readScormState, type ScormRule } from "#lib/domain/scorm-status.ts";

const plain: ScormRule = { isSco: true, masteryScore: null, completionThreshold: null, passingScore: null };

describe("SCORM 1.2", () => {
  const read = (core: object, rule: Partial<ScormRule> = {}) =>
    readScormState("scorm_1_2", { ...plain, ...rule }, { core });

  test.each([
    ["passed", true],
    ["completed", true],
    ["failed", false],
    ["incomplete", false],
    ["browsed", false],
    ["not attempted", false],
  ])("a package that says %s is done: %s", (lesson_status, completed) => {
    expect(read({ lesson_status }).completed).toBe(completed);
  });

  test("the mastery score of the manifest decides over what the package says", () => {
    const low = { lesson_status: "completed", score: { raw: "79" } };
    const high = { lesson_status: "failed", score: { raw: "80" } };
    expect(read(low, { masteryScore: 80 }).completed).toBe(false);
    expect(read(high, { masteryScore: 80 }).completed).toBe(true);
  });

  test("a high score in a lesson that is not over completes nothing", () => {
    const core = { lesson_status: "incomplete", score: { raw: "100" } };
    expect(read(core, { masteryScore: 80 }).completed).toBe(false);
  });

  test("a package without a score is asked for its status even where a mastery score is named", () => {
    expect(read({ lesson_status: "completed", score: { raw: "" } }, { masteryScore: 80 }).completed).toBe(
      true,
    );
  });

  test("the score is a percentage of its own range", () => {
    expect(read({ lesson_status: "passed", score: { raw: "15", min: "10", max: "20" } }).score).toBe(50);
    expect(read({ lesson_status: "passed", score: { raw: "85" } }).score).toBe(85);
    expect(read({ lesson_status: "passed" }).score).toBeNull();
  });
});

describe("SCORM 2004", () => {
  const read = (cmi: object, rule: Partial<ScormRule> = {}) =>
    readScormState("scorm_2004", { ...plain, ...rule }, cmi);

  test("completed and not failed is done", () => {
    expect(read({ completion_status: "completed", success_status: "unknown" }).completed).toBe(true);
    expect(read({ completion_status: "completed", success_status: "passed" }).completed).toBe(true);
    expect(read({ completion_status: "completed", success_status: "failed" }).completed).toBe(false);
    expect(read({ completion_status: "incomplete", success_status: "passed" }).completed).toBe(false);
  });

  test("the thresholds of the manifest decide over what the package says", () => {
    const cmi = { completion_status: "completed", success_status: "passed" };
    const rule = { completionThreshold: 0.8, passingScore: 0.7 };
    const measured = (progress_measure: string, scaled: string) =>
      read({ ...cmi, progress_measure, score: { scaled } }, rule).completed;
    expect(measured("0.8", "0.7")).toBe(true);
    expect(measured("0.79", "0.7")).toBe(false);
    expect(measured("0.8", "0.69")).toBe(false);
  });

  test("a package with a pass mark is not done while nobody said it was passed", () => {
    const cmi = { completion_status: "completed", success_status: "unknown" };
    expect(read(cmi, { passingScore: 0.7 }).completed).toBe(false);
  });

  test("the progress measure is the progress, and never 100 before it is done", () => {
    expect(read({ progress_measure: "0.425" }).progress).toBe(42);
    expect(read({ progress_measure: "1" }).progress).toBe(99);
    expect(read({ progress_measure: "-3" }).progress).toBe(0);
  });
});

test("a page that is only shown is done once it was opened", () => {
  expect(readScormState("scorm_1_2", { ...plain, isSco: false }, null).completed).toBe(true);
});

test.each([
  null,
  "text",
  7,
  [],
  {},
  { core: 3 },
  { core: { score: "x", lesson_status: {} } },
  JSON.parse('{"__proto__":{"core":{"lesson_status":"passed"}}}'),
])("nonsense completes nothing (%#)", (cmi) => {
  for (const standard of ["scorm_1_2", "scorm_2004"] as const)
    expect(readScormState(standard, plain, cmi)).toEqual({ completed: false, progress: 0, score: null });
});

import { expect, test } from "vitest";
import { choicesOf, chooseOptions, type PathOption } from "#lib/domain/choose-options.ts";

const option = (optionId: string, sequenceOrder: number, change: Partial<PathOption> = {}): PathOption => ({
  optionId,
  sequenceOrder,
  required: true,
  providerActive: true,
  courseActive: true,
  ...change,
});
const path = [option("b1", 2), option("b2", 2), option("a", 1)];

test("a position with one option needs no choice, and the path comes in its order", () => {
  expect(chooseOptions(path, ["b2"])).toEqual({ ok: true, optionIds: ["a", "b2"] });
});

test.each([
  ["no choice where there are several", path, [], "choose_one"],
  ["two choices for one position", path, ["b1", "b2"], "choose_one"],
  ["an id of another program", path, ["b1", "elsewhere"], "unknown_option"],
  ["a program without a required step", [option("a", 1, { required: false })], [], "no_required_step"],
  ["a program without a path", [], [], "no_required_step"],
  ["a provider that is switched off", [option("a", 1, { providerActive: false })], [], "partner_unavailable"],
  ["a course that is switched off", [option("a", 1, { courseActive: false })], [], "partner_unavailable"],
])("%s is refused", (_what, options, chosen, reason) => {
  expect(chooseOptions(options, chosen)).toEqual({ ok: false, reason });
});

test("an option that is switched off can be avoided by choosing another", () => {
  const options = [option("off", 1, { providerActive: false }), option("on", 1)];
  expect(chooseOptions(options, ["on"])).toEqual({ ok: true, optionIds: ["on"] });
});

test("a path has as many choices as positions with several options", () => {
  const at = (...positions: number[]) => positions.map((sequenceOrder) => ({ sequenceOrder }));
  expect(choicesOf(at())).toBe(0);
  expect(choicesOf(at(1, 2, 3))).toBe(0);
  expect(choicesOf(at(1, 2, 2, 3, 3, 3))).toBe(2);
});

import { expect, test } from "vitest";
import { errorWords, speedWords, type CallFigures } from "#lib/domain/call-figures.ts";

const NONE: CallFigures = {
  calls: 0,
  errors: 0,
  msSum: 0,
  msMax: 0,
  to100Ms: 0,
  to300Ms: 0,
  to1S: 0,
  to3S: 0,
  to10S: 0,
  over10S: 0,
};

test.each<[Partial<CallFigures>, string]>([
  [{ calls: 100, to100Ms: 95, over10S: 5 }, "95% under 0.1 s"],
  [{ calls: 100, to100Ms: 94, to300Ms: 6 }, "95% under 0.3 s"],
  [{ calls: 3, to1S: 1, to3S: 2 }, "95% under 3 s"],
  [{ calls: 10, to10S: 10 }, "95% under 10 s"],
  [{ calls: 10, to100Ms: 9, over10S: 1 }, "slower than 10 s"],
])("%o is %s", (figures, words) => {
  expect(speedWords({ ...NONE, ...figures })).toBe(words);
});

test.each([
  [0, "no errors"],
  [1, "under 1% errors"],
  [500, "50% errors"],
  [1000, "100% errors"],
])("%s of 1000 calls failed: %s", (errors, words) => {
  expect(errorWords({ calls: 1000, errors })).toBe(words);
});

test("where nobody called there is nothing to say", () => {
  expect(speedWords(NONE)).toBeNull();
  expect(errorWords(NONE)).toBeNull();
});

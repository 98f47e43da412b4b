import { expect, test } from "vitest";
import { enrollProblem, launchProblem } from "#lib/domain/problem-words.ts";
import { spoken } from "#tests/languages/voices.ts";

test("the same code means what the page it is on is about", () => {
  expect(spoken(enrollProblem("partner_unavailable")!)).toContain("cannot be bought");
  expect(spoken(launchProblem("partner_unavailable")!)).toContain("does not answer");
});

test("without a code there is no problem", () => {
  expect(enrollProblem(undefined)).toBeNull();
  expect(launchProblem("")).toBeNull();
});

test.each(["brand_new", "constructor", "<script>"])("the unknown code %s is not shown to anybody", (code) => {
  expect(spoken(enrollProblem(code)!)).toBe("That did not work just now. Try again in a minute.");
});

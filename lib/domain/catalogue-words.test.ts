import { expect, test } from "vitest";
import { categoryName, credentialName, inAList, programLength } from "#lib/domain/catalogue-words.ts";
import { spoken } from "#tests/languages/voices.ts";

test("codes have names, and an unknown one is spelled out", () => {
  expect(spoken(categoryName("it-tech"))).toBe("IT and technology");
  expect(spoken(categoryName("deep-sea-diving"))).toBe("Deep sea diving");
  expect(spoken(credentialName("osha_card"))).toBe("OSHA card");
  expect(spoken(credentialName("forklift_license"))).toBe("Forklift license");
});

test("partners are listed as in a sentence", () => {
  expect(inAList(["HSI"])).toBe("HSI");
  expect(inAList(["HSI", "Certiport", "CareerSafe"])).toBe("HSI, Certiport and CareerSafe");
});

test("a program takes hours, else weeks, else nobody knows", () => {
  expect(spoken(programLength({ hours: 1500, weeks: 52 })!)).toBe("1,500 hours");
  expect(spoken(programLength({ hours: 1500, weeks: 52 })!, "es")).toBe("1,500 horas");
  expect(spoken(programLength({ hours: null, weeks: 1 })!)).toBe("1 week");
  expect(programLength({ hours: null, weeks: null })).toBeNull();
});

import { expect, test } from "vitest";
import { categoryLabel, credentialLabel, inAList, lengthLabel } from "#lib/domain/catalogue-words.ts";

test("codes have names, and an unknown one is spelled out", () => {
  expect(categoryLabel("it-tech")).toBe("IT and technology");
  expect(categoryLabel("deep-sea-diving")).toBe("Deep sea diving");
  expect(credentialLabel("osha_card")).toBe("OSHA card");
  expect(credentialLabel("industry_certification")).toBe("Industry certification");
});

test("partners are listed as in a sentence", () => {
  expect(inAList(["HSI"])).toBe("HSI");
  expect(inAList(["HSI", "Certiport", "CareerSafe"])).toBe("HSI, Certiport and CareerSafe");
});

test("a program takes hours, else weeks, else nobody knows", () => {
  expect(lengthLabel({ hours: 1500, weeks: 52 })).toBe("1,500 hours");
  expect(lengthLabel({ hours: null, weeks: 1 })).toBe("1 week");
  expect(lengthLabel({ hours: null, weeks: null })).toBeNull();
});

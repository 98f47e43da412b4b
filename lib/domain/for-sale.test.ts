import { expect, test } from "vitest";
import { whyNotForSale } from "#lib/domain/for-sale.ts";
import { spoken } from "#tests/languages/voices.ts";

const whyNot = (path: Parameters<typeof whyNotForSale>[0]) => spoken(whyNotForSale(path)!);

const option = (name: string, changes = {}) => ({
  optionId: name,
  sequenceOrder: 1,
  required: true,
  providerActive: true,
  courseActive: true,
  partner: { name },
  ...changes,
});

test("a path with an active partner at every position is for sale", () => {
  expect(whyNotForSale([option("HSI"), option("Certiport", { sequenceOrder: 2 })])).toBeNull();
});

test("an inactive partner is named as the reason", () => {
  const path = [option("HSI"), option("Milady RISE", { sequenceOrder: 2, providerActive: false })];
  expect(whyNot(path)).toBe(
    "Milady RISE is not taking new students at the moment, so this program cannot be bought today.",
  );
});

test("a closed course counts like a closed partner", () => {
  expect(whyNot([option("HSI", { courseActive: false })])).toContain("HSI is not taking new students");
});

test("one teachable option at a position is enough", () => {
  expect(whyNotForSale([option("HSI", { providerActive: false }), option("Certiport")])).toBeNull();
});

test("a program without a required step is not for sale", () => {
  expect(whyNot([])).toContain("no steps yet");
  expect(whyNot([option("HSI", { required: false })])).toContain("no steps yet");
});

import { expect, test } from "vitest";
import { formatMoney, priceOf } from "#lib/domain/money.ts";
import { spoken } from "#tests/languages/voices.ts";

test("a whole amount is written without decimals", () => {
  expect(formatMoney(120_000, "usd")).toBe("$1,200");
});

test("cents are kept when there are any", () => {
  expect(formatMoney(17_995, "usd")).toBe("$179.95");
});

test("exact figures always carry their decimals, so that columns align", () => {
  expect(formatMoney(120_000, "usd", { exact: true })).toBe("$1,200.00");
});

test("a currency without minor units is not divided", () => {
  expect(formatMoney(500, "jpy")).toBe("¥500");
});

test("nothing to pay is free", () => {
  expect(spoken(priceOf(0, "usd"))).toBe("Free");
  expect(spoken(priceOf(0, "usd"), "es")).toBe("Gratis");
  expect(spoken(priceOf(15_000, "usd"))).toBe("$150");
});

test("amounts are told in Spanish as in the United States", () => {
  expect(formatMoney(120_000, "usd", { exact: true, language: "es" })).toBe("$1,200.00");
});

import { expect, test } from "vitest";
import { formatMoney, formatPrice } from "#lib/domain/money.ts";

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

test("nothing to pay reads Free", () => {
  expect(formatPrice(0, "usd")).toBe("Free");
  expect(formatPrice(15_000, "usd")).toBe("$150");
});

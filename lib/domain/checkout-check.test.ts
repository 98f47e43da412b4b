import { expect, test } from "vitest";
import { compareCheckout } from "#lib/domain/checkout-check.ts";

const price = { amountCents: 432_500, currency: "usd", livemode: false };
const payment = { amountTotalCents: 432_500, currency: "USD", livemode: false };

test("a payment of exactly the order's price differs in nothing, whatever case the currency is written in", () => {
  expect(compareCheckout(payment, price)).toEqual([]);
});

test.each([
  [{ amountTotalCents: 432_499 }, ["amount"]],
  [{ currency: "eur" }, ["currency"]],
  [{ livemode: true }, ["livemode"]],
  [{ amountTotalCents: 1, currency: "eur", livemode: true }, ["amount", "currency", "livemode"]],
])("%o is told as different in %o", (change, expected) => {
  expect(compareCheckout({ ...payment, ...change }, price)).toEqual(expected);
});

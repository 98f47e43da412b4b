import { expect, test } from "vitest";
import { priceDifference } from "#lib/domain/refund-policy.ts";

test.each([
  ["a cheaper partner gives the difference back", 15000, 4900, 135000, 0, 10100, 0],
  ["a partner without a surcharge gives all of it back", 15000, 0, 135000, 0, 15000, 0],
  ["the same price moves no money", 4900, 4900, 124900, 0, 0, 0],
  ["a dearer partner would have to be paid for", 0, 15000, 120000, 0, 0, 15000],
  ["never more than is left of the order goes back", 15000, 0, 135000, 130000, 5000, 0],
  ["an order that was refunded gives nothing back", 15000, 0, 135000, 135000, 0, 0],
  ["an order that cost nothing gives nothing back", 15000, 0, 0, 0, 0, 0],
])("%s", (_, beforeCents, afterCents, paidCents, refundedCents, refundCents, extraCents) => {
  expect(priceDifference({ beforeCents, afterCents }, { paidCents, refundedCents })).toEqual({
    refundCents,
    extraCents,
  });
});

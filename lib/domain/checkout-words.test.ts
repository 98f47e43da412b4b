import { expect, test } from "vitest";
import { checkoutWords } from "#lib/domain/checkout-words.ts";
import { ORDER_STATUSES } from "#lib/domain/order-status.ts";
import { spoken } from "#tests/languages/voices.ts";

const enrollment = (...steps: string[]) => ({
  status: "active",
  steps: steps.map((status) => ({ status })),
});

test("an unpaid order waits, and says how to go on paying", () => {
  const words = checkoutWords({ status: "awaiting_payment", enrollment: null });
  expect(words).toMatchObject({ isWaiting: true, tone: "waiting" });
  expect(spoken(words.sentence)).toContain("from your dashboard");
});

test("money that takes days is not waited for on the page", () => {
  expect(checkoutWords({ status: "awaiting_funds", enrollment: null }).isWaiting).toBe(false);
});

test("a paid order is in, and waits until its first course is set up", () => {
  const settingUp = checkoutWords({ status: "paid", enrollment: enrollment("enrolling", "pending") });
  expect(settingUp.isWaiting).toBe(true);
  expect(spoken(settingUp.title)).toBe("You’re in");
  const ready = checkoutWords({ status: "paid", enrollment: enrollment("in_progress", "pending") });
  expect(ready.isWaiting).toBe(false);
  expect(spoken(ready.title)).toBe("You’re in");
});

test("a payment without its program yet does not claim that the student is in", () => {
  const words = checkoutWords({ status: "paid", enrollment: null });
  expect(words.isWaiting).toBe(true);
  expect(spoken(words.title)).toBe("Your payment arrived");
});

test.each(["failed", "expired"])("a payment that %s says that nothing was charged", (status) => {
  const { sentence } = checkoutWords({ status, enrollment: null });
  expect(spoken(sentence).toLowerCase()).toContain("nothing was charged");
});

test("every state of an order has a title and a sentence", () => {
  for (const status of ORDER_STATUSES) {
    const words = checkoutWords({ status, enrollment: null });
    expect(spoken(words.title)).not.toBe("");
    expect(spoken(words.sentence)).toMatch(/\.$/);
  }
});

import { expect, test } from "vitest";
import { checkoutAct, checkoutWords } from "#lib/domain/checkout-words.ts";
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

test("who left the payment page reads until when the choice is kept, or that the page has closed", () => {
  const until = new Date("2026-11-21T15:30:00Z");
  const order = { status: "awaiting_payment", enrollment: null };
  const open = checkoutWords({ ...order, checkout: { until } }, { hasLeft: true });
  expect(spoken(open.title)).toBe("You have not paid yet");
  expect(spoken(open.sentence)).toContain("Nothing was charged");
  expect(spoken(open.sentence)).toContain("21 November 2026, 15:30 UTC");
  const closed = checkoutWords({ ...order, checkout: null }, { hasLeft: true });
  expect(spoken(closed.sentence)).toContain("closed");
});

test("who left the payment page and paid after all reads that", () => {
  const words = checkoutWords({ status: "awaiting_funds", enrollment: null }, { hasLeft: true });
  expect(spoken(words.title)).toBe("Your payment is on its way");
});

test.each([
  ["awaiting_payment", true, true, "pay"],
  ["awaiting_payment", true, false, "enroll"],
  ["awaiting_payment", false, true, "look"],
  ["awaiting_funds", false, false, null],
  ["expired", false, false, "enroll"],
  ["failed", false, false, "enroll"],
  ["paid", false, false, "look"],
  ["refunded", false, false, null],
] as const)("%s, left: %s, page open: %s: the next act is %s", (status, hasLeft, isOpen, act) => {
  const checkout = isOpen ? { until: new Date() } : null;
  expect(checkoutAct({ status, checkout, enrollment: null }, { hasLeft })).toBe(act);
});

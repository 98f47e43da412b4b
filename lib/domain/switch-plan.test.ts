import { describe, expect, test } from "vitest";
import { describePlan, planSwitch, whyNoSwitch, type SwitchFacts } from "#lib/domain/switch-plan.ts";

const option = {
  optionId: "option-hsi",
  providerId: "hsi-id",
  courseId: "hsi-course",
  partner: { slug: "hsi", name: "HSI" },
  courseName: "CPR",
  surchargeCents: 4900,
  isTeachable: true,
  needsDate: false,
};

const facts: SwitchFacts = {
  stepId: "step",
  enrollmentStatus: "active",
  orderStatus: "paid",
  stepStatus: "in_progress",
  otherRuns: false,
  isSwitching: false,
  from: {
    providerId: "certiport-id",
    courseId: "certiport-course",
    partner: { slug: "certiport", name: "Certiport" },
    courseName: "Health Sciences",
  },
  progress: 0,
  seatMinutes: 0,
  examAttempts: 0,
  standing: "learning",
  wasOpened: false,
  daysSinceReady: 0,
  currency: "usd",
  beforeCents: 15000,
  paidCents: 135000,
  refundedCents: 0,
  seatIds: ["seat"],
  options: [option],
};

describe("a step may be switched", () => {
  test.each<[string, Partial<SwitchFacts>]>([
    ["before anything was done", {}],
    ["while it waits for its turn", { stepStatus: "pending", otherRuns: true }],
    ["while it is being set up", { stepStatus: "enrolling" }],
    ["when it could not be set up", { stepStatus: "failed" }],
    ["when it was opened these days", { wasOpened: true, daysSinceReady: 14 }],
    ["when it was never opened, however long ago it was set up", { daysSinceReady: 300 }],
    ["when its exam is ready and was not taken", { standing: "exam_ready" }],
    ["when part of the order was refunded", { orderStatus: "partially_refunded" }],
  ])("%s", (_, change) => expect(whyNoSwitch({ ...facts, ...change })).toBeNull());
});

describe("a step may not be switched", () => {
  test.each<[string, Partial<SwitchFacts>, string]>([
    ["once the partner tells of progress", { progress: 1 }, "started"],
    ["once time was spent in it", { seatMinutes: 1 }, "started"],
    ["once an exam was taken", { examAttempts: 1 }, "started"],
    ["once a session is booked", { standing: "session_booked" }, "started"],
    ["long after it was opened", { wasOpened: true, daysSinceReady: 14.1 }, "opened_long_ago"],
    ["when it is finished", { stepStatus: "completed" }, "finished"],
    ["when it was waived", { stepStatus: "skipped" }, "finished"],
    ["when the program is over", { enrollmentStatus: "canceled" }, "not_running"],
    ["when it failed and the program went on", { stepStatus: "failed", otherRuns: true }, "not_running"],
    ["while the payment is disputed", { orderStatus: "disputed" }, "order_open"],
    ["while it is being switched", { isSwitching: true }, "switching_already"],
  ])("%s", (_, change, reason) => expect(whyNoSwitch({ ...facts, ...change })).toBe(reason));
});

describe("a switch to one option", () => {
  test("gives the difference and the seats back", () => {
    expect(planSwitch(facts, "option-hsi")).toEqual({
      ok: true,
      plan: { option, refundCents: 10100, afterCents: 4900, seatsGivenBack: 1, endsEnrollment: true },
    });
  });

  test.each([
    ["is refused when it is dearer", { surchargeCents: 15100 }, "dearer"],
    ["is refused when its partner is away", { isTeachable: false }, "partner_away"],
    ["is refused when a date has to be chosen", { needsDate: true }, "needs_date"],
    ["is refused when it is the same course", { courseId: "certiport-course" }, "unknown_option"],
    ["is refused when it is of another program", { optionId: "other" }, "unknown_option"],
  ])("%s", (_, change, reason) => {
    expect(planSwitch({ ...facts, options: [{ ...option, ...change }] }, "option-hsi")).toEqual({
      ok: false,
      reason,
    });
  });
});

test("what was shown is described anew when money, seats or courses differ, and only then", () => {
  const described = (change: Partial<SwitchFacts>) => {
    const changed = { ...facts, ...change };
    const planned = planSwitch(changed, "option-hsi");
    return planned.ok ? describePlan(changed, planned.plan) : null;
  };
  expect(described({ daysSinceReady: 3, stepStatus: "enrolling" })).toBe(described({}));
  expect(described({ seatIds: [] })).not.toBe(described({}));
  expect(described({ beforeCents: 15001 })).not.toBe(described({}));
  expect(described({ options: [{ ...option, surchargeCents: 0 }] })).not.toBe(described({}));
});

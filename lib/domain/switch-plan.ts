/**
 * Whether a student may take a step at another partner, and what that means. The one rule that the page shows and the
 * engine acts by: both ask planSwitch about facts read by the same query.
 */
import { priceDifference } from "#lib/domain/refund-policy.ts";

/** A course that was opened but never begun may be left within these days of being set up. */
export const SWITCH_AFTER_OPENING_DAYS = 14;

/** Another course for the same position, as it stands today. */
export interface SwitchOption {
  /** `program_partner_lms.id`. */
  optionId: string;
  providerId: string;
  courseId: string;
  partner: { slug: string; name: string };
  courseName: string;
  /** What it adds to the program's price, minor units. */
  surchargeCents: number;
  isTeachable: boolean;
  /** It is taught at set times only. */
  needsDate: boolean;
}

/** Everything the rule looks at. Times were compared by the database's clock. */
export interface SwitchFacts {
  stepId: string;
  enrollmentStatus: string;
  orderStatus: string;
  stepStatus: string;
  /** Another step of the enrollment runs. */
  otherRuns: boolean;
  /** A wish of before is still being carried out. */
  isSwitching: boolean;
  from: { providerId: string; courseId: string; partner: { slug: string; name: string }; courseName: string };
  /** What the partner of now tells; all 0 and `learning` before there is an enrollment. */
  progress: number;
  seatMinutes: number;
  examAttempts: number;
  standing: string;
  wasOpened: boolean;
  daysSinceReady: number;
  currency: string;
  /** What was paid for the partner of now, besides the program's own price. */
  beforeCents: number;
  paidCents: number;
  refundedCents: number;
  /** Seats at dates of the course of now. */
  seatIds: readonly string[];
  options: readonly SwitchOption[];
}

export type SwitchRefusal =
  | "not_running"
  | "finished"
  | "started"
  | "opened_long_ago"
  | "order_open"
  | "switching_already"
  | "unknown_option"
  | "partner_away"
  | "needs_date"
  | "dearer"
  | "changed";

/** What a switch would do. */
export interface SwitchPlan {
  option: SwitchOption;
  refundCents: number;
  /** What the position costs afterwards, besides the program's own price. */
  afterCents: number;
  seatsGivenBack: number;
  /** The partner of now has to end something first. */
  endsEnrollment: boolean;
}

/** Says why this step may not be switched, whatever the other partner; null when it may. */
export function whyNoSwitch(facts: SwitchFacts): SwitchRefusal | null {
  if (facts.enrollmentStatus !== "active") return "not_running";
  if (["completed", "skipped", "canceled"].includes(facts.stepStatus)) return "finished";
  if (facts.stepStatus === "failed" && facts.otherRuns) return "not_running";
  if (hasStarted(facts)) return "started";
  if (facts.wasOpened && facts.daysSinceReady > SWITCH_AFTER_OPENING_DAYS) return "opened_long_ago";
  if (facts.orderStatus !== "paid" && facts.orderStatus !== "partially_refunded") return "order_open";
  return facts.isSwitching ? "switching_already" : null;
}

/** Plans the switch of a step to one option, or says why it is not possible. */
export function planSwitch(
  facts: SwitchFacts,
  optionId: string,
): { ok: true; plan: SwitchPlan } | { ok: false; reason: SwitchRefusal } {
  const reason = whyNoSwitch(facts);
  if (reason) return { ok: false, reason };
  const option = facts.options.find((each) => each.optionId === optionId);
  if (!option || option.courseId === facts.from.courseId) return { ok: false, reason: "unknown_option" };
  if (!option.isTeachable) return { ok: false, reason: "partner_away" };
  if (option.needsDate) return { ok: false, reason: "needs_date" };
  const change = { beforeCents: facts.beforeCents, afterCents: option.surchargeCents };
  const { refundCents, extraCents } = priceDifference(change, facts);
  if (extraCents > 0) return { ok: false, reason: "dearer" };
  const plan = {
    option,
    refundCents,
    afterCents: option.surchargeCents,
    seatsGivenBack: facts.seatIds.length,
    endsEnrollment: facts.stepStatus !== "pending",
  };
  return { ok: true, plan };
}

/** Writes down what a student was shown and agreed to, in a form that can be compared. */
export function describePlan(facts: SwitchFacts, plan: SwitchPlan): string {
  const { from, stepId, currency, beforeCents, seatIds } = facts;
  const { option, refundCents, afterCents } = plan;
  const money = [currency, beforeCents, afterCents, refundCents];
  return JSON.stringify([stepId, from.courseId, option.optionId, option.courseId, money, seatIds.toSorted()]);
}

/** Progress, time, an exam or a booked session: whatever the student did at the partner would be lost. */
function hasStarted({ progress, seatMinutes, examAttempts, standing }: SwitchFacts): boolean {
  return progress > 0 || seatMinutes > 0 || examAttempts > 0 || !UNTOUCHED.includes(standing);
}

/** Standings of a course in which nothing was done yet. */
const UNTOUCHED: readonly string[] = [
  "learning",
  "exam_ready",
  "session_unbooked",
  "appointment_unbooked",
  "voucher_expired",
  "retake_ready",
];

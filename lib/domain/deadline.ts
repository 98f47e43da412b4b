/** A deadline as its student reads it: the moment in their own zone, and how long is left. */
import { exactTime } from "#lib/domain/relative-time.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** With fewer days left it is said louder. */
const URGENT_BELOW_DAYS = 7;

export interface Deadline {
  /** `Finish by 27 November 2026, 23:59 CST`. */
  text: string;
  /** `6 days left`. */
  left: string;
  urgent: boolean;
}

/** Words a deadline; null when there is none or it has passed. */
export function deadlineWords(dueAt: Date | null, now: Date, timeZone: string): Deadline | null {
  const left = dueAt ? dueAt.getTime() - now.getTime() : 0;
  if (!dueAt || left <= 0) return null;
  return {
    text: `Finish by ${exactTime(dueAt, timeZone)}`,
    left: `${timeLeft(left)} left`,
    urgent: left < URGENT_BELOW_DAYS * DAY_MS,
  };
}

function timeLeft(ms: number): string {
  if (ms < HOUR_MS) return "less than an hour";
  const [amount, unit] = ms < 2 * DAY_MS ? [ms / HOUR_MS, "hour"] : [ms / DAY_MS, "day"];
  const whole = Math.floor(Number(amount));
  return `${whole} ${unit}${whole === 1 ? "" : "s"}`;
}

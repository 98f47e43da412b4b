/** A deadline as its student reads it: the moment in their own zone, and how long is left. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** With fewer days left it is said louder. */
const URGENT_BELOW_DAYS = 7;

export interface Deadline {
  /** `Finish by 27 November 2026, 23:59 CST`. */
  text: Sentence;
  /** `6 days left`. */
  left: Sentence;
  urgent: boolean;
}

/** Words a deadline; null when there is none or it has passed. */
export function deadlineWords(dueAt: Date | null, now: Date): Deadline | null {
  const left = dueAt ? dueAt.getTime() - now.getTime() : 0;
  if (!dueAt || left <= 0) return null;
  return {
    text: sentence("deadline.finishBy", { moment: { moment: dueAt } }),
    left: timeLeft(left),
    urgent: left < URGENT_BELOW_DAYS * DAY_MS,
  };
}

function timeLeft(ms: number): Sentence {
  if (ms < HOUR_MS) return sentence("deadline.underAnHour");
  return ms < 2 * DAY_MS
    ? sentence("deadline.hours", { hours: Math.floor(ms / HOUR_MS) })
    : sentence("deadline.days", { days: Math.floor(ms / DAY_MS) });
}

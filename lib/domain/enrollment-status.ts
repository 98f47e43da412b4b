/** The states of an enrollment (a student in a program), and how far it is. */
import type { Tone } from "#lib/domain/order-status.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

export const ENROLLMENT_STATUSES = ["active", "completed", "suspended", "canceled"] as const;

export type EnrollmentStatus = (typeof ENROLLMENT_STATUSES)[number];

const WORDS: Record<EnrollmentStatus, { label: Sentence; tone: Tone }> = {
  active: { label: sentence("enrollmentStatus.active"), tone: "waiting" },
  completed: { label: sentence("enrollmentStatus.completed"), tone: "good" },
  suspended: { label: sentence("enrollmentStatus.suspended"), tone: "bad" },
  canceled: { label: sentence("enrollmentStatus.canceled"), tone: "quiet" },
};

/** Finds label and tone of an enrollment's state. A state this version does not know is told as it is written. */
export function enrollmentWords(status: string): { label: Sentence; tone: Tone } {
  return (
    WORDS[status as EnrollmentStatus] ?? { label: sentence("asWritten", { code: status }), tone: "quiet" }
  );
}

/**
 * Says how much of a program is done, as a whole percentage: each step counts the same, a finished or waived one
 * in full, a running one by its own progress. 100 only when every step is over.
 */
export function enrollmentProgress(steps: readonly { status: string; progress: number }[]): number {
  if (steps.length === 0) return 0;
  const done = steps.reduce((sum, step) => sum + shareOf(step), 0);
  return Math.floor(done / steps.length);
}

/** A running step shows at most 99: the partner's 100 % completes nothing before the partner says so. */
function shareOf(step: { status: string; progress: number }): number {
  if (step.status === "completed" || step.status === "skipped") return 100;
  return step.status === "in_progress" ? Math.min(step.progress, 99) : 0;
}

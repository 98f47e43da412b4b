/** The states of one step of an enrollment, in the words shown to people. */
import type { Tone } from "#lib/domain/order-status.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

export const STEP_STATUSES = [
  "pending",
  "enrolling",
  "in_progress",
  "completed",
  "failed",
  "skipped",
  "canceled",
] as const;

export type StepStatus = (typeof STEP_STATUSES)[number];

const WORDS: Record<StepStatus, { label: Sentence; tone: Tone }> = {
  pending: { label: sentence("stepStatus.pending"), tone: "quiet" },
  enrolling: { label: sentence("stepStatus.enrolling"), tone: "waiting" },
  in_progress: { label: sentence("stepStatus.inProgress"), tone: "waiting" },
  completed: { label: sentence("stepStatus.completed"), tone: "good" },
  failed: { label: sentence("stepStatus.failed"), tone: "bad" },
  skipped: { label: sentence("stepStatus.skipped"), tone: "quiet" },
  canceled: { label: sentence("stepStatus.canceled"), tone: "quiet" },
};

/** Finds label and tone of a step's state. A state this version does not know is told as it is written. */
export function stepWords(status: string): { label: Sentence; tone: Tone } {
  return WORDS[status as StepStatus] ?? { label: sentence("asWritten", { code: status }), tone: "quiet" };
}

/** True for the final states: completed, waived, canceled. */
export function isStepOver(status: string): boolean {
  return status === "completed" || status === "skipped" || status === "canceled";
}

/**
 * Finds the step a student stands at: the first that is not over; a failed optional step holds nobody up.
 * Null when nothing is left. The same rule as `get_current_step` in the database; steps come in their order.
 */
export function currentStep<S extends { status: string; required: boolean }>(steps: readonly S[]): S | null {
  return (
    steps.find((step) => !isStepOver(step.status) && (step.status !== "failed" || step.required)) ?? null
  );
}

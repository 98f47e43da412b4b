/** What happens in a whole program right now, in a sentence or two. */
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { stepSentence, type SpokenStep } from "#lib/domain/step-sentence.ts";
import { currentStep } from "#lib/domain/step-status.ts";

/** What the sentence needs to know of an enrollment; steps in the order of the path. */
export interface SpokenEnrollment {
  status: string;
  steps: readonly (SpokenStep & { required: boolean })[];
  certificate: { status: string } | null;
}

/** Says where a student stands in a program: the sentence of the step they are at, or how it ended. */
export function enrollmentSentence(enrollment: SpokenEnrollment, telling: Telling): string {
  const { status, steps, certificate } = enrollment;
  if (status === "canceled") return "This program was canceled.";
  if (status === "completed") return completedSentence(certificate);
  const step = currentStep(steps);
  if (!step) return "We are putting your steps in order, usually within a minute.";
  return stepSentence(step, steps.slice(0, steps.indexOf(step)), status, telling);
}

function completedSentence(certificate: { status: string } | null): string {
  if (certificate === null)
    return "You finished every step. Your certificate is being made, usually within a minute.";
  if (certificate.status !== "valid") return "You finished every step.";
  return "You finished every step. Here is your certificate.";
}

/** What happens in a whole program right now, in a sentence or two. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { stepSentence, type SpokenStep } from "#lib/domain/step-sentence.ts";
import { currentStep } from "#lib/domain/step-status.ts";

/** What the sentence needs to know of an enrollment; steps in the order of the path. */
export interface SpokenEnrollment {
  status: string;
  steps: readonly (SpokenStep & { required: boolean })[];
  certificate: { status: string } | null;
  /** It is finished, and its student has not confirmed the name for the certificate. */
  waitsForName?: boolean;
}

/** Says where a student stands in a program: the sentence of the step they are at, or how it ended. */
export function enrollmentSentence(enrollment: SpokenEnrollment, telling: Telling): Sentence {
  const { status, steps, certificate, waitsForName } = enrollment;
  if (status === "canceled") return sentence("program.canceled");
  if (status === "completed") return completedSentence(certificate, waitsForName ?? false);
  const step = currentStep(steps);
  if (!step) return sentence("program.noSteps");
  return stepSentence(step, steps.slice(0, steps.indexOf(step)), status, telling);
}

function completedSentence(certificate: { status: string } | null, waitsForName: boolean): Sentence {
  if (certificate === null && waitsForName) return sentence("program.certificateWaitsForName");
  if (certificate === null) return sentence("program.certificateToCome");
  return sentence(certificate.status === "valid" ? "program.certificateHere" : "program.finished");
}

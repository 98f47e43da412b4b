/**
 * Why a step failed, as its student is told. The reason is stored as text, for whoever lets a step fail may write
 * anything; what Baton itself writes is found again here, and said in the reader's language.
 */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

export const ENROLLMENT_LOST = "The training partner lost your enrollment. We are setting it up again.";

/** Writes that a partner could not set a course up. */
export function setupFailed(partner: string): string {
  return `${partner} could not set up your course. We have been told and are on it.`;
}

/** Writes that a step stopped being set up because its student switches to this partner. */
export function switchingTo(partner: string): string {
  return `You are switching to ${partner}.`;
}

const SWITCHING = /^You are switching to (.+)\.$/;

/** Says the stored reason; null when there is none. `partner` is the step's own. */
export function failureReasonOf(message: string | null, partner: string): Sentence | null {
  const text = message?.trim();
  if (!text) return null;
  if (text === ENROLLMENT_LOST) return sentence("failedStep.enrollmentLost");
  if (text === setupFailed(partner)) return sentence("failedStep.setupFailed", { partner });
  const to = SWITCHING.exec(text)?.[1];
  if (to) return sentence("failedStep.switchingTo", { to });
  return sentence("asWritten", { code: /[.!?]$/.test(text) ? text : `${text}.` });
}

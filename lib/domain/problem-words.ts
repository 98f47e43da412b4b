/** Why a form or a button led back to its page: the code stands in the address. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

const ENROLLING: Record<string, Sentence> = {
  already_enrolled: sentence("enrollProblem.alreadyEnrolled"),
  no_required_step: sentence("enrollProblem.noRequiredStep"),
  unknown_option: sentence("enrollProblem.unknownOption"),
  choose_one: sentence("enrollProblem.chooseOne"),
  partner_unavailable: sentence("enrollProblem.partnerUnavailable"),
  payment_unavailable: sentence("enrollProblem.paymentUnavailable"),
};

const LAUNCHING: Record<string, string> = {
  not_ready:
    "This course is still being set up, usually within a minute. Your line below shows when it is ready.",
  finished: "You finished this course already.",
  partner_unavailable: "The partner does not answer right now. Try again in a minute.",
  partner_inactive:
    "This partner is switched off at the moment. Your place is kept, and your school has been told.",
};

const OTHERWISE: string = "That did not work just now. Try again in a minute.";

/** Says why a program was not bought; null when the address names no problem. */
export function enrollProblem(code: unknown): Sentence | null {
  return wordsFor(ENROLLING, code, sentence("enrollProblem.other"));
}

/** Says why a course did not open; null when the address names no problem. */
export function launchProblem(code: unknown): string | null {
  return wordsFor(LAUNCHING, code, OTHERWISE);
}

function wordsFor<T>(table: Readonly<Record<string, T>>, code: unknown, otherwise: T): T | null {
  if (typeof code !== "string" || code === "") return null;
  return Object.hasOwn(table, code) ? table[code]! : otherwise;
}

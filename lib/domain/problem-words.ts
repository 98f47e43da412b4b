/** Why a form or a button led back to its page: the code stands in the address. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

const ENROLLING: Record<string, Sentence> = {
  already_enrolled: sentence("enrollProblem.alreadyEnrolled"),
  no_required_step: sentence("enrollProblem.noRequiredStep"),
  unknown_option: sentence("enrollProblem.unknownOption"),
  choose_one: sentence("enrollProblem.chooseOne"),
  partner_unavailable: sentence("enrollProblem.partnerUnavailable"),
  payment_unavailable: sentence("enrollProblem.paymentUnavailable"),
  unknown_session: sentence("enrollProblem.sessionOver"),
  choose_a_session: sentence("enrollProblem.chooseSession"),
  session_over: sentence("enrollProblem.sessionOver"),
  session_booked_already: sentence("enrollProblem.sessionBooked"),
  session_full: sentence("enrollProblem.sessionFull"),
};

const LAUNCHING: Record<string, Sentence> = {
  not_ready: sentence("launchProblem.notReady"),
  finished: sentence("launchProblem.finished"),
  partner_unavailable: sentence("launchProblem.partnerUnavailable"),
  partner_inactive: sentence("launchProblem.partnerInactive"),
};

const OTHERWISE = sentence("otherProblem");

/** Says why a program was not bought; null when the address names no problem. */
export function enrollProblem(code: unknown): Sentence | null {
  return wordsFor(ENROLLING, code);
}

/** Says why a course did not open; null when the address names no problem. */
export function launchProblem(code: unknown): Sentence | null {
  return wordsFor(LAUNCHING, code);
}

function wordsFor(table: Readonly<Record<string, Sentence>>, code: unknown): Sentence | null {
  if (typeof code !== "string" || code === "") return null;
  return Object.hasOwn(table, code) ? table[code]! : OTHERWISE;
}

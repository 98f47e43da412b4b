/** Why a form or a button led back to its page: the code stands in the address, the words stand here. */

const ENROLLING: Record<string, string> = {
  already_enrolled: "You are in this program already. You find it on your dashboard.",
  no_required_step: "This program cannot be bought yet: its path is not ready.",
  unknown_option: "The path of this program has changed. Choose again.",
  choose_one: "Choose one partner for every step that has several.",
  partner_unavailable:
    "A partner of this program is not taking new students at the moment, so it cannot be bought.",
  payment_unavailable:
    "The payment page cannot be opened right now. Nothing was charged. Try again in a minute.",
};

const LAUNCHING: Record<string, string> = {
  not_ready:
    "This course is still being set up, usually within a minute. Your line below shows when it is ready.",
  finished: "You finished this course already.",
  partner_unavailable: "The partner does not answer right now. Try again in a minute.",
  partner_inactive:
    "This partner is switched off at the moment. Your place is kept, and your school has been told.",
};

const OTHERWISE = "That did not work just now. Try again in a minute.";

/** Says why a program was not bought; null when the address names no problem. */
export function enrollProblem(code: unknown): string | null {
  return wordsFor(ENROLLING, code);
}

/** Says why a course did not open; null when the address names no problem. */
export function launchProblem(code: unknown): string | null {
  return wordsFor(LAUNCHING, code);
}

function wordsFor(table: Readonly<Record<string, string>>, code: unknown): string | null {
  if (typeof code !== "string" || code === "") return null;
  return Object.hasOwn(table, code) ? table[code]! : OTHERWISE;
}

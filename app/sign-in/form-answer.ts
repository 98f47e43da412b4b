/** What a form of the sign-in pages shows after it was sent. */
import type { Messages } from "#app/i18n/messages.ts";

export type ProblemKey = keyof Messages["signIn"]["problem"];

export interface FormAnswer {
  /** What was done, when something was: the page shows that instead of the form. */
  done: "link" | "created" | "asked" | null;
  /** A key of `signIn.problem` in messages/. */
  problem: ProblemKey | null;
  /** Which field the problem is about; null when it is about all of them. */
  field: "email" | "password" | "name" | null;
  /** What was typed, so that nobody types it twice. Passwords are never sent back. */
  email: string;
  name: string;
  /** Where the browser goes on, when all is done. */
  goTo: string | null;
}

export const NOTHING_YET: FormAnswer = {
  done: null,
  problem: null,
  field: null,
  email: "",
  name: "",
  goTo: null,
};

type Problem = Pick<FormAnswer, "problem" | "field">;

/** Finds what to say of a refusal of the sign-in library, for a form with an e-mail address and maybe a password. */
export function problemOf(status: number, code: string): Problem {
  if (status === 429) return { problem: "tooMany", field: null };
  if (code === "INVALID_EMAIL") return { problem: "badAddress", field: "email" };
  if (code === "PASSWORD_TOO_SHORT") return { problem: "shortPassword", field: "password" };
  if (code === "PASSWORD_TOO_LONG") return { problem: "longPassword", field: "password" };
  if (code === "EMAIL_NOT_VERIFIED") return { problem: "notConfirmed", field: null };
  if (status === 401) return { problem: "wrongPassword", field: null };
  return { problem: "ours", field: null };
}

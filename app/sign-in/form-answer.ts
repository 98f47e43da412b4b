/** What a form of the sign-in pages shows after it was sent. */

export interface FormAnswer {
  /** What was done, when something was: the page shows that instead of the form. */
  done: "link" | "created" | "asked" | null;
  problem: string | null;
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

const TOO_MANY = "That were too many tries. Wait a minute, then try again.";
const OURS = "This does not work at the moment, and it is not your fault. Try again in a minute.";
const BAD_ADDRESS = "That is not an e-mail address. It looks like name@example.com.";

type Problem = Pick<FormAnswer, "problem" | "field">;

/** Words a refusal of the sign-in library, for a form with an e-mail address and maybe a password. */
export function problemOf(status: number, code: string): Problem {
  if (status === 429) return { problem: TOO_MANY, field: null };
  if (code === "INVALID_EMAIL") return { problem: BAD_ADDRESS, field: "email" };
  if (code === "PASSWORD_TOO_SHORT") return { problem: "Use at least 10 characters.", field: "password" };
  if (code === "PASSWORD_TOO_LONG") return { problem: "Use at most 200 characters.", field: "password" };
  if (code === "EMAIL_NOT_VERIFIED")
    return {
      problem: "Confirm your e-mail address first: we have just sent you a new link.",
      field: null,
    };
  if (status === 401)
    return {
      problem: "E-mail and password do not belong together. Try again, or let us send you a link.",
      field: null,
    };
  return { problem: OURS, field: null };
}

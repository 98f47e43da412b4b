"use server";

import { callAuth } from "#app/sign-in/call-auth.ts";
import { NOTHING_YET, problemOf, type FormAnswer } from "#app/sign-in/form-answer.ts";
import { isAddress, typedText } from "#app/sign-in/typed.ts";
import { confirmedPath } from "#app/verify-email/confirmed-path.ts";

/** Sends the confirmation mail again. The answer does not tell whether the address has an account. */
export async function sendConfirmation(_before: FormAnswer, data: FormData): Promise<FormAnswer> {
  const email = typedText(data, "email");
  if (!isAddress(email)) return { ...NOTHING_YET, ...problemOf(400, "INVALID_EMAIL"), email };
  const answer = await callAuth("/send-verification-email", { email, callbackURL: confirmedPath(null) });
  if (answer.ok || answer.status === 400) return { ...NOTHING_YET, done: "asked", email };
  return { ...NOTHING_YET, ...problemOf(answer.status, answer.code), email };
}

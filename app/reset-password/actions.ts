"use server";

import { z } from "zod";
import { callAuth } from "#app/sign-in/call-auth.ts";
import { goOn } from "#app/sign-in/go-on.ts";
import { NOTHING_YET, problemOf, type FormAnswer } from "#app/sign-in/form-answer.ts";
import { isAddress, typedText } from "#app/sign-in/typed.ts";

/** Sends a link to set a new password. The answer does not tell whether the address has an account. */
export async function askForReset(_before: FormAnswer, data: FormData): Promise<FormAnswer> {
  const email = typedText(data, "email");
  if (!isAddress(email)) return { ...NOTHING_YET, ...problemOf(400, "INVALID_EMAIL"), email };
  const answer = await callAuth("/request-password-reset", { email, redirectTo: "/reset-password" });
  if (answer.ok) return { ...NOTHING_YET, done: "asked", email };
  return { ...NOTHING_YET, ...problemOf(answer.status, answer.code), email };
}

const newPasswordForm = z.object({ token: z.string().min(1).max(200), password: z.string().max(500) });

/** Sets the new password a link allows and goes to sign in; all other sessions end. */
export async function setPassword(_before: FormAnswer, data: FormData): Promise<FormAnswer> {
  const form = newPasswordForm.safeParse(Object.fromEntries(data));
  if (!form.success) return { ...NOTHING_YET, ...problemOf(400, "PASSWORD_TOO_LONG") };
  const { token, password } = form.data;
  const answer = await callAuth("/reset-password", { newPassword: password, token });
  if (answer.ok) return goOn("/sign-in?done=password");
  if (answer.code === "INVALID_TOKEN") return goOn("/reset-password?error=INVALID_TOKEN");
  return { ...NOTHING_YET, ...problemOf(answer.status, answer.code) };
}

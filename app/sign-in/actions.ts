"use server";

import { z } from "zod";
import { callAuth } from "#app/sign-in/call-auth.ts";
import { goOn } from "#app/sign-in/go-on.ts";
import { NOTHING_YET, problemOf, type FormAnswer } from "#app/sign-in/form-answer.ts";
import { isAddress } from "#app/sign-in/typed.ts";
import { safeReturnPath } from "#lib/domain/return-path.ts";

const signInForm = z.object({
  email: z.string().trim(),
  password: z.string().max(500).default(""),
  next: z.string().optional(),
  how: z.enum(["password", "link"]).default("password"),
});

/** Signs in with a password and goes on, or sends a link. Says in the same words whether an account exists or not. */
export async function signIn(_before: FormAnswer, data: FormData): Promise<FormAnswer> {
  const form = signInForm.safeParse(Object.fromEntries(data));
  if (!form.success) return { ...NOTHING_YET, ...problemOf(400, "") };
  const { email, password, how } = form.data;
  const next = safeReturnPath(form.data.next);
  if (!isAddress(email)) return { ...NOTHING_YET, ...problemOf(400, "INVALID_EMAIL"), email };
  if (how === "link") return sendLink(email, next);
  const answer = await callAuth("/sign-in/email", { email, password, callbackURL: next });
  if (!answer.ok) return { ...NOTHING_YET, ...problemOf(answer.status, answer.code), email };
  return goOn(next);
}

async function sendLink(email: string, next: string): Promise<FormAnswer> {
  const answer = await callAuth("/sign-in/magic-link", {
    email,
    callbackURL: next,
    errorCallbackURL: "/sign-in?problem=link",
  });
  if (!answer.ok) return { ...NOTHING_YET, ...problemOf(answer.status, answer.code), email };
  return { ...NOTHING_YET, done: "link", email };
}

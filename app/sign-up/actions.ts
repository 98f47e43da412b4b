"use server";

import { z } from "zod";
import { callAuth } from "#app/sign-in/call-auth.ts";
import { NOTHING_YET, problemOf, type FormAnswer } from "#app/sign-in/form-answer.ts";
import { typedText } from "#app/sign-in/typed.ts";
import { confirmedPath } from "#app/verify-email/confirmed-path.ts";

const signUpForm = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  password: z.string().min(10).max(200),
  next: z.string().optional(),
});

const EXPLAINED: Record<string, Pick<FormAnswer, "problem" | "field">> = {
  name: { problem: "noName", field: "name" },
  email: problemOf(400, "INVALID_EMAIL"),
  password: problemOf(400, "PASSWORD_TOO_SHORT"),
};

/** Opens an account and sends the mail that confirms its address. An address that has one already gets the same answer. */
export async function signUp(_before: FormAnswer, data: FormData): Promise<FormAnswer> {
  const typed = { ...NOTHING_YET, email: typedText(data, "email"), name: typedText(data, "name") };
  const form = signUpForm.safeParse({ ...Object.fromEntries(data), email: typed.email });
  if (!form.success) return { ...typed, ...EXPLAINED[String(form.error.issues[0]?.path[0])] };
  const { name, email, password, next } = form.data;
  const answer = await callAuth("/sign-up/email", {
    name,
    email,
    password,
    callbackURL: confirmedPath(next),
  });
  if (answer.ok || answer.code.startsWith("USER_ALREADY_EXISTS")) return { ...typed, done: "created" };
  return { ...typed, ...problemOf(answer.status, answer.code) };
}

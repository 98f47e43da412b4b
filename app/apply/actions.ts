"use server";

import { headers } from "next/headers";
import { currentLanguage } from "#app/i18n/preferences.ts";
import { mailSchool } from "#app/mail-school.ts";
import { NO_ANSWER, typedBack, type ApplyAnswer } from "#app/apply/apply-answer.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { applicationForm, applyForProgram } from "#lib/automation/claim-application.ts";
import { loadConfig } from "#lib/config.ts";
import { webDatabase } from "#lib/db/web.ts";

const PROBLEMS = { too_many: "tooMany", no_program: "noProgram" } as const;
const FIELDS = {
  programId: "noProgram",
  fullName: "noName",
  email: "badAddress",
  phone: "badPhone",
  message: "longMessage",
} as const;

/** Takes an application. The answer is the same whether an account with that address exists or not. */
export async function apply(_before: ApplyAnswer, data: FormData): Promise<ApplyAnswer> {
  const typed = typedBack(data);
  // A field that nobody sees: only programs that fill in everything fill it in. They hear what people hear.
  if (data.get("website")) return { ...NO_ANSWER, done: typed.email };
  const form = applicationForm.safeParse(Object.fromEntries(data));
  if (!form.success) {
    const field = String(form.error.issues[0]?.path[0] ?? "") as keyof typeof FIELDS;
    return { ...NO_ANSWER, typed, field, problem: FIELDS[field] ?? "failed" };
  }
  const viewer = await findCurrentViewer();
  const answer = await applyForProgram(
    { db: webDatabase(), school: mailSchool(), secret: loadConfig().AUTH_SECRET },
    {
      form: form.data,
      // The front leaves exactly one address in this header.
      address: (await headers()).get("x-forwarded-for") ?? "",
      language: await currentLanguage(),
      claims: viewer?.claims ?? null,
    },
  );
  if (answer === "received") return { ...NO_ANSWER, done: form.data.email };
  return { ...NO_ANSWER, typed, problem: PROBLEMS[answer] };
}

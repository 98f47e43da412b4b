"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { rememberLanguage } from "#app/i18n/language-cookie.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { keepPreferences } from "#lib/automation/keep-preferences.ts";
import { webDatabase } from "#lib/db/web.ts";
import { LANGUAGES, LOCALES } from "#lib/domain/language.ts";
import { readTimeZone } from "#lib/domain/time-zone.ts";

const preferencesForm = z.object({
  language: z.enum(LANGUAGES),
  timeZone: z.string().refine((zone) => zone === "" || readTimeZone(zone) !== null),
});

/** Keeps language and time zone. The answer is in the language just chosen. */
export async function savePreferences(_before: Said, data: FormData): Promise<Said> {
  const form = preferencesForm.safeParse(Object.fromEntries(data));
  const viewer = await findCurrentViewer();
  if (!form.success || !viewer) {
    const t = await getTranslations("account");
    return { tone: "bad", text: t(viewer ? "notSaved" : "signedOut") };
  }
  const { language, timeZone } = form.data;
  await keepPreferences(webDatabase(), viewer.claims, { language, timeZone: timeZone || null });
  await rememberLanguage(language);
  revalidatePath("/", "layout");
  const t = await getTranslations({ locale: LOCALES[language], namespace: "account" });
  return { tone: "good", text: t("saved") };
}

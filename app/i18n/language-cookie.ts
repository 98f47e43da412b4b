import { cookies } from "next/headers";
import { loadConfig } from "#lib/config.ts";
import type { Language } from "#lib/domain/language.ts";
import { LANGUAGE_COOKIE, PREFERENCE_SECONDS } from "#lib/domain/preference-cookies.ts";

/** Lets this browser remember a language. */
export async function rememberLanguage(language: Language): Promise<void> {
  (await cookies()).set(LANGUAGE_COOKIE, language, {
    path: "/",
    maxAge: PREFERENCE_SECONDS,
    sameSite: "lax",
    httpOnly: true,
    secure: loadConfig().APP_URL.startsWith("https://"),
  });
}

/** Cookies that remember how a browser likes to be spoken to; they tell nothing about a person. */
import { preferredLanguage, readLanguage, type Language } from "#lib/domain/language.ts";

/** A language, by `LANGUAGES`. */
export const LANGUAGE_COOKIE = "baton_language";

/** The browser's own time zone, by its IANA name. */
export const TIME_ZONE_COOKIE = "baton_time_zone";

export const PREFERENCE_SECONDS = 365 * 24 * 3600;

/** Finds the language a browser chose by cookie, else the one it understands best. */
export function languageOfBrowser(headers: { get(name: string): string | null }): Language {
  const chosen = new RegExp(`(?:^|;\\s*)${LANGUAGE_COOKIE}=(\\w+)`).exec(headers.get("cookie") ?? "")?.[1];
  return readLanguage(chosen) ?? preferredLanguage(headers.get("accept-language"));
}

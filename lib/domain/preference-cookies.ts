/** Cookies that remember how a browser likes to be spoken to; they tell nothing about a person. */
import { preferredLanguage, readLanguage, type Language } from "#lib/domain/language.ts";
import { readTimeZone } from "#lib/domain/time-zone.ts";

/** A language, by `LANGUAGES`. */
export const LANGUAGE_COOKIE = "baton_language";

/** The browser's own time zone, by its IANA name. */
export const TIME_ZONE_COOKIE = "baton_time_zone";

export const PREFERENCE_SECONDS = 365 * 24 * 3600;

/** Finds the language a browser chose by cookie, else the one it understands best. */
export function languageOfBrowser(headers: { get(name: string): string | null }): Language {
  return (
    readLanguage(cookieIn(headers, LANGUAGE_COOKIE)) ?? preferredLanguage(headers.get("accept-language"))
  );
}

/** Finds the zone a browser said it is in; null when it said none, or what is no zone. */
export function timeZoneOfBrowser(headers: { get(name: string): string | null }): string | null {
  return readTimeZone(unescaped(cookieIn(headers, TIME_ZONE_COOKIE) ?? ""));
}

function cookieIn(headers: { get(name: string): string | null }, name: string): string | undefined {
  return new RegExp(`(?:^|;\\s*)${name}=([^;\\s]*)`).exec(headers.get("cookie") ?? "")?.[1];
}

/** Browsers write the slash of a zone as it is or as %2F. */
function unescaped(text: string): string {
  return text.replaceAll(/%2f/gi, "/");
}

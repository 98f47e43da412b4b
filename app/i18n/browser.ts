/** What this browser says of its reader, by cookie and header. */
import { cookies, headers } from "next/headers";
import { loadConfig } from "#lib/config.ts";
import type { Language } from "#lib/domain/language.ts";
import { languageOfBrowser, TIME_ZONE_COOKIE } from "#lib/domain/preference-cookies.ts";
import { readTimeZone } from "#lib/domain/time-zone.ts";

/** Finds the language this browser chose, else the one it understands best. */
export async function browserLanguage(): Promise<Language> {
  return languageOfBrowser(await headers());
}

/** Finds the zone this browser is in, else the school's. */
export async function browserTimeZone(): Promise<string> {
  return readTimeZone((await cookies()).get(TIME_ZONE_COOKIE)?.value) ?? loadConfig().SCHOOL_TIME_ZONE;
}

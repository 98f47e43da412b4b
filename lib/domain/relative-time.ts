/** Times as people say them, with the exact one beside it. Nothing here reads a clock: now is an argument. */
import { DAYS_AND_LISTS, type Language } from "#lib/domain/language.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** From here on a date says more than a distance. */
const DATES_AFTER_DAYS = 30;

/** What `Intl` has no words for. */
const WORDS: Readonly<Record<Language, { past: string; soon: string; weekday: string; clock: string }>> = {
  en: { past: "just now", soon: "in less than a minute", weekday: ", ", clock: " at " },
  es: { past: "hace un momento", soon: "en menos de un minuto", weekday: " ", clock: " a las " },
};

/**
 * Says how long ago, or in how long: `just now`, `3 minutes ago`, `yesterday`, `in 2 hours`; further away than
 * 30 days a date, `3 Mar 2026`.
 */
export function relativeTime(then: Date, now: Date, timeZone = "UTC", language: Language = "en"): string {
  const distance = then.getTime() - now.getTime();
  const size = Math.abs(distance);
  if (size < MINUTE_MS) return distance > 0 ? WORDS[language].soon : WORDS[language].past;
  if (size < HOUR_MS) return inWords(distance / MINUTE_MS, "minute", language);
  if (size < DAY_MS) return inWords(distance / HOUR_MS, "hour", language);
  if (size < DATES_AFTER_DAYS * DAY_MS) return inWords(distance / DAY_MS, "day", language);
  return calendarDate(then, timeZone, language);
}

/** Writes the moment in full with its zone: `20 November 2026, 14:05 UTC`. An unknown zone counts as UTC. */
export function exactTime(then: Date, timeZone = "UTC", language: Language = "en"): string {
  return `${longDay(then, timeZone, language)}, ${clockTime(then, timeZone)} ${zoneName(then, timeZone)}`;
}

/** Writes the day alone: `20 Nov 2026`. An unknown zone counts as UTC. */
export function calendarDate(then: Date, timeZone = "UTC", language: Language = "en"): string {
  const parts = { day: "numeric", month: "short", year: "numeric" } as const;
  return dateFormat(parts, timeZone, DAYS_AND_LISTS[language]).format(then);
}

/** Writes a day without a zone, given as `YYYY-MM-DD`: `20 Nov 2026`. */
export function calendarDay(day: string, language: Language = "en"): string {
  return calendarDate(new Date(`${day}T00:00:00Z`), "UTC", language);
}

/** Writes the time of day: `14:05`. An unknown zone counts as UTC. */
export function clockTime(then: Date, timeZone = "UTC"): string {
  return dateFormat({ hour: "2-digit", minute: "2-digit" }, timeZone).format(then);
}

/** Writes a moment to be kept: `Friday, 27 November 2026 at 10:00 CET`. An unknown zone counts as UTC. */
export function appointmentTime(then: Date, timeZone = "UTC", language: Language = "en"): string {
  const weekday = dateFormat({ weekday: "long" }, timeZone, DAYS_AND_LISTS[language]).format(then);
  const words = WORDS[language];
  const clock = `${clockTime(then, timeZone)} ${zoneName(then, timeZone)}`;
  return `${weekday}${words.weekday}${longDay(then, timeZone, language)}${words.clock}${clock}`;
}

function longDay(then: Date, timeZone: string, language: Language): string {
  const parts = { day: "numeric", month: "long", year: "numeric" } as const;
  return dateFormat(parts, timeZone, DAYS_AND_LISTS[language]).format(then);
}

/** `CST`, `CET`: each English knows the names of its own continent only, and counts hours for the rest. */
function zoneName(then: Date, timeZone: string): string {
  const names = ["en-GB", "en-US"].map((locale) => {
    const parts = dateFormat({ timeZoneName: "short" }, timeZone, locale).formatToParts(then);
    return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  });
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0]!;
}

function inWords(amount: number, unit: "minute" | "hour" | "day", language: Language): string {
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.trunc(amount), unit);
}

function dateFormat(
  options: Intl.DateTimeFormatOptions,
  timeZone: string,
  locale = "en-GB",
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  }
}

/** When a date of a course is, in the words of a language. A date takes place somewhere: it is told in the time of that place. */
import { DAYS_AND_LISTS, type Language } from "#lib/domain/language.ts";

export interface Occasion {
  startsAt: Date;
  endsAt: Date;
  /** IANA name of where it takes place. An unknown one counts as UTC. */
  timeZone: string;
}

/** Writes from when to when: `Thu, 3 Dec 2026, 09:00–17:00 CST`; over several days with both of them. */
export function sessionTime(occasion: Occasion, language: Language): string {
  const { startsAt, endsAt, timeZone } = occasion;
  const zone = zoneName(startsAt, timeZone);
  const from = `${day(startsAt, timeZone, language, "short")}, ${clock(startsAt, timeZone)}`;
  if (dayOf(startsAt, timeZone) === dayOf(endsAt, timeZone))
    return `${from}–${clock(endsAt, timeZone)} ${zone}`;
  return `${from} – ${day(endsAt, timeZone, language, "short")}, ${clock(endsAt, timeZone)} ${zone}`;
}

/** Writes the hours alone, for lists that name the day: `09:00–17:00 CST`; an end on another day with it. */
export function sessionHours(occasion: Occasion, language: Language): string {
  const { startsAt, endsAt, timeZone } = occasion;
  const sameDay = dayOf(startsAt, timeZone) === dayOf(endsAt, timeZone);
  const end = clock(endsAt, timeZone);
  const until = sameDay ? `–${end}` : ` – ${day(endsAt, timeZone, language, "short")}, ${end}`;
  return `${clock(startsAt, timeZone)}${until} ${zoneName(startsAt, timeZone)}`;
}

/** Writes the day a date begins, in full: `Thursday, 3 December 2026`. */
export function sessionDay({ startsAt, timeZone }: Occasion, language: Language): string {
  return day(startsAt, timeZone, language, "long");
}

/** The day a moment falls on, as `YYYY-MM-DD`. */
export function dayOf(moment: Date, timeZone: string): string {
  return format(moment, timeZone, "en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });
}

function day(moment: Date, timeZone: string, language: Language, length: "short" | "long"): string {
  const locale = DAYS_AND_LISTS[language];
  const weekday = format(moment, timeZone, locale, { weekday: length });
  const date = format(moment, timeZone, locale, { day: "numeric", month: length, year: "numeric" });
  return `${weekday}, ${date}`;
}

function clock(moment: Date, timeZone: string): string {
  return format(moment, timeZone, "en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** `CST`, `CET`: each English knows the names of its own continent only, and counts hours for the rest. */
function zoneName(moment: Date, timeZone: string): string {
  const names = ["en-US", "en-GB"].map((locale) =>
    format(moment, timeZone, locale, { timeZoneName: "short" }).split(", ").at(-1)!,
  );
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0]!;
}

function format(moment: Date, timeZone: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(moment);
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(moment);
  }
}

/** Dates of a course as the sheet of a month: weeks of seven days, Monday first. */
import { DAYS_AND_LISTS, type Language } from "#lib/domain/language.ts";
import { dayOf, type Occasion } from "#lib/domain/session-time.ts";

export interface MonthDay<T> {
  /** `YYYY-MM-DD`. */
  day: string;
  /** Day of the month, 1 to 31. */
  number: number;
  sessions: T[];
}

/** A week of the sheet; null where the day belongs to another month. */
export type MonthWeek<T> = (MonthDay<T> | null)[];

/** Lists the months, `YYYY-MM`, in which these begin, each once, the earliest first. */
export function monthsOf(sessions: readonly Occasion[]): string[] {
  return [
    ...new Set(sessions.map(({ startsAt, timeZone }) => dayOf(startsAt, timeZone).slice(0, 7))),
  ].toSorted();
}

/** Lays out a month, `YYYY-MM`; each session stands on the day it begins where it takes place. */
export function monthSheet<T extends Occasion>(month: string, sessions: readonly T[]): MonthWeek<T>[] {
  const byDay = Map.groupBy(sessions, ({ startsAt, timeZone }) => dayOf(startsAt, timeZone));
  const first = new Date(`${month}-01T00:00:00Z`);
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const cells: (MonthDay<T> | null)[] = Array.from({ length: (first.getUTCDay() + 6) % 7 }, () => null);
  for (let number = 1; number <= days; number += 1) {
    const day = `${month}-${String(number).padStart(2, "0")}`;
    cells.push({ day, number, sessions: byDay.get(day) ?? [] });
  }
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Names a month, `YYYY-MM`: `December 2026`. */
export function monthName(month: string, language: Language): string {
  const format = new Intl.DateTimeFormat(DAYS_AND_LISTS[language], {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/** Names the days of a week from Monday on, short and in full. */
export function weekdayNames(language: Language): { short: string; long: string }[] {
  const name = (length: "short" | "long", day: Date) =>
    new Intl.DateTimeFormat(DAYS_AND_LISTS[language], { weekday: length, timeZone: "UTC" }).format(day);
  // 4 January 2027 is a Monday.
  return Array.from({ length: 7 }, (_, index) => new Date(Date.UTC(2027, 0, 4 + index))).map((day) => ({
    short: name("short", day),
    long: name("long", day),
  }));
}

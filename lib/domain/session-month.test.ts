import { expect, test } from "vitest";
import { monthName, monthSheet, monthsOf, weekdayNames } from "#lib/domain/session-month.ts";

const at = (start: string, timeZone = "America/Chicago") => ({
  startsAt: new Date(start),
  endsAt: new Date(Date.parse(start) + 3_600_000),
  timeZone,
});

test("a month is laid out in whole weeks that begin on Monday", () => {
  const weeks = monthSheet("2026-12", []);
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  expect(weeks.map((week) => week.map((day) => day?.number ?? 0))).toEqual([
    [0, 1, 2, 3, 4, 5, 6],
    [7, 8, 9, 10, 11, 12, 13],
    [14, 15, 16, 17, 18, 19, 20],
    [21, 22, 23, 24, 25, 26, 27],
    [28, 29, 30, 31, 0, 0, 0],
  ]);
});

test("a month that begins on Monday and one that ends in February fit as well", () => {
  expect(monthSheet("2027-02", []).map((week) => week.map((day) => day?.number))).toHaveLength(4);
  expect(monthSheet("2028-02", []).flat().filter(Boolean)).toHaveLength(29);
});

test("a session stands on the day it begins where it takes place", () => {
  const lateEvening = at("2026-12-04T03:00:00Z");
  const inUtc = at("2026-12-04T03:00:00Z", "UTC");
  const days = monthSheet("2026-12", [lateEvening, inUtc]).flat();
  expect(days.find((day) => day?.number === 3)?.sessions).toEqual([lateEvening]);
  expect(days.find((day) => day?.number === 4)?.sessions).toEqual([inUtc]);
});

test("months with sessions are listed once, in order", () => {
  expect(
    monthsOf([at("2027-01-05T15:00:00Z"), at("2026-12-03T15:00:00Z"), at("2026-12-09T15:00:00Z")]),
  ).toEqual(["2026-12", "2027-01"]);
});

test("months and weekdays have the names of the language", () => {
  expect([monthName("2026-12", "en"), monthName("2026-12", "es")]).toEqual([
    "December 2026",
    "diciembre de 2026",
  ]);
  expect(weekdayNames("en")[0]).toEqual({ short: "Mon", long: "Monday" });
  expect(weekdayNames("es")[6]).toEqual({ short: "dom", long: "domingo" });
});

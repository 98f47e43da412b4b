import fc from "fast-check";
import { expect, it } from "vitest";
import { endOfDay } from "#lib/domain/end-of-day.ts";

const CHICAGO = "America/Chicago";

it.each([
  ["an ordinary winter day", "2026-01-15", CHICAGO, "2026-01-16T05:59:59.000Z"],
  ["an ordinary summer day", "2026-07-15", CHICAGO, "2026-07-16T04:59:59.000Z"],
  ["the day before clocks go forward", "2026-03-07", CHICAGO, "2026-03-08T05:59:59.000Z"],
  ["the day of 23 hours", "2026-03-08", CHICAGO, "2026-03-09T04:59:59.000Z"],
  ["the day before clocks go back", "2026-10-31", CHICAGO, "2026-11-01T04:59:59.000Z"],
  ["the day of 25 hours", "2026-11-01", CHICAGO, "2026-11-02T05:59:59.000Z"],
  ["a leap day", "2028-02-29", CHICAGO, "2028-03-01T05:59:59.000Z"],
  ["the last day of a year", "2026-12-31", CHICAGO, "2027-01-01T05:59:59.000Z"],
  ["a day where clocks change at midnight", "2026-04-24", "Africa/Cairo", "2026-04-24T20:59:59.000Z"],
  ["a day east of UTC", "2026-05-05", "Pacific/Kiritimati", "2026-05-05T09:59:59.000Z"],
])("ends %s at 23:59:59 on the clocks there", (_name, day, zone, moment) => {
  expect(endOfDay(day, zone)).toBe(moment);
});

it("shows 23:59:59 of that very day to people there, whatever the day", () => {
  const date = fc.date({
    min: new Date("2007-01-01"),
    max: new Date("2060-01-01"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, (anyDate) => {
      const day = anyDate.toISOString().slice(0, 10);
      const shown = new Intl.DateTimeFormat("sv-SE", {
        timeZone: CHICAGO,
        dateStyle: "short",
        timeStyle: "medium",
      }).format(new Date(endOfDay(day, CHICAGO)));
      expect(shown).toBe(`${day} 23:59:59`);
    }),
  );
});

it("refuses what is no day and no zone", () => {
  expect(() => endOfDay("soon", CHICAGO)).toThrow(RangeError);
  expect(() => endOfDay("2026-01-15", "Mars/Base")).toThrow(RangeError);
});

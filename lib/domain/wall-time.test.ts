import { expect, test } from "vitest";
import { atZone, wallTime } from "#lib/domain/wall-time.ts";

test.each([
  ["2026-12-03T09:00", "America/Chicago", "2026-12-03T15:00:00.000Z"],
  ["2026-07-03T09:00", "America/Chicago", "2026-07-03T14:00:00.000Z"],
  ["2026-07-03T00:30", "Pacific/Auckland", "2026-07-02T12:30:00.000Z"],
  ["2026-07-03T09:00", "Asia/Kolkata", "2026-07-03T03:30:00.000Z"],
  ["2026-07-03T09:00", "UTC", "2026-07-03T09:00:00.000Z"],
])("%s in %s is %s", (wall, zone, moment) => {
  expect(atZone(wall, zone)?.toISOString()).toBe(moment);
  expect(wallTime(new Date(moment), zone)).toBe(wall);
});

test("a time that clocks skip is no moment, and of one they show twice it is the first", () => {
  expect(atZone("2026-03-08T02:30", "America/Chicago")).toBeNull();
  expect(atZone("2026-03-08T03:30", "America/Chicago")?.toISOString()).toBe("2026-03-08T08:30:00.000Z");
  expect(atZone("2026-11-01T01:30", "America/Chicago")?.toISOString()).toBe("2026-11-01T06:30:00.000Z");
});

test("what is no time is no moment", () => {
  for (const text of ["", "soon", "2026-13-01T09:00", "2026-02-30T09:00", "2026-12-03T25:00"])
    expect(atZone(text, "UTC")).toBeNull();
});

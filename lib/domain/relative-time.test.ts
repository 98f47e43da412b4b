import { expect, test } from "vitest";
import { calendarDate, exactTime, relativeTime } from "#lib/domain/relative-time.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

test.each([
  [-5, "just now"],
  [5, "in less than a minute"],
  [-60, "1 minute ago"],
  [-59 * 60, "59 minutes ago"],
  [2 * 3600 + 300, "in 2 hours"],
  [-26 * 3600, "yesterday"],
  [-3 * 86_400, "3 days ago"],
  [-40 * 86_400, "11 Oct 2026"],
])("%i seconds away reads %s", (seconds, words) => {
  expect(relativeTime(after(seconds), NOW)).toBe(words);
});

test("the exact time names its zone", () => {
  expect(exactTime(NOW)).toBe("20 November 2026, 12:00 UTC");
});

test("the exact time is told in the person's own zone", () => {
  expect(exactTime(NOW, "America/Chicago")).toBe("20 November 2026, 06:00 GMT-6");
});

test("a zone nobody knows counts as UTC", () => {
  expect(calendarDate(NOW, "Mars/Olympus")).toBe("20 Nov 2026");
});

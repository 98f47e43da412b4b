import { expect, test } from "vitest";
import {
  appointmentTime,
  calendarDate,
  calendarDay,
  clockTime,
  exactTime,
  relativeTime,
} from "#lib/domain/relative-time.ts";

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
  expect(exactTime(NOW, "America/Chicago")).toBe("20 November 2026, 06:00 CST");
});

test("a zone nobody knows counts as UTC", () => {
  expect(calendarDate(NOW, "Mars/Olympus")).toBe("20 Nov 2026");
});

test("zones are named as their people name them, and counted in hours where English has no name", () => {
  expect(exactTime(NOW, "Europe/Berlin")).toBe("20 November 2026, 13:00 CET");
  expect(exactTime(NOW, "Asia/Kolkata")).toBe("20 November 2026, 17:30 GMT+5:30");
  expect(exactTime(new Date("2026-07-01T12:00:00Z"), "America/Chicago")).toBe("1 July 2026, 07:00 CDT");
});

test("a moment to be kept names its weekday, in the reader's zone", () => {
  expect(appointmentTime(new Date("2026-11-28T02:30:00Z"), "America/Los_Angeles")).toBe(
    "Friday, 27 November 2026 at 18:30 PST",
  );
  expect(clockTime(NOW, "America/Chicago")).toBe("06:00");
});

test("a day without a zone stays that day", () => {
  expect(calendarDay("2028-11-20")).toBe("20 Nov 2028");
});

test.each([
  [-5, "hace un momento"],
  [5, "en menos de un minuto"],
  [-60, "hace 1 minuto"],
  [-26 * 3600, "ayer"],
  [-40 * 86_400, "11 oct 2026"],
])("%i seconds away reads %s in Spanish", (seconds, words) => {
  expect(relativeTime(after(seconds), NOW, "UTC", "es")).toBe(words);
});

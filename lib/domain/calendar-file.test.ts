import { expect, test } from "vitest";
import { calendarFile, type CalendarEvent } from "#lib/domain/calendar-file.ts";

const event: CalendarEvent = {
  uid: "7d1f4b62@sessions.baton",
  sequence: 2,
  startsAt: new Date("2026-12-03T15:00:00Z"),
  endsAt: new Date("2026-12-03T23:00:00Z"),
  changedAt: new Date("2026-11-20T10:00:00.500Z"),
  title: "First Aid",
  description: "",
  place: "Room 4",
  url: null,
  canceled: false,
};
const now = new Date("2026-11-20T12:00:00Z");

/** Joins folded lines again, as a calendar does. */
const unfold = (file: string) => file.replaceAll("\r\n ", "").split("\r\n");

test("a date becomes one event with times in UTC", () => {
  expect(calendarFile([event], now)).toBe(
    [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Baton//Dates of courses//EN",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      "BEGIN:VEVENT",
      "UID:7d1f4b62@sessions.baton",
      "DTSTAMP:20261120T120000Z",
      "LAST-MODIFIED:20261120T100000Z",
      "SEQUENCE:2",
      "DTSTART:20261203T150000Z",
      "DTEND:20261203T230000Z",
      "SUMMARY:First Aid",
      "LOCATION:Room 4",
      "STATUS:CONFIRMED",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ].join("\r\n"),
  );
});

test("a canceled date says so, and keeps its name", () => {
  const lines = unfold(calendarFile([{ ...event, canceled: true, sequence: 3 }], now));
  expect(lines).toContain("STATUS:CANCELLED");
  expect(lines).toContain("UID:7d1f4b62@sessions.baton");
  expect(lines).toContain("SEQUENCE:3");
});

test("text that means something to a calendar is escaped, and can add no line of its own", () => {
  const hostile = "A; B, C\\ D\r\nBEGIN:VEVENT\nEND\u0007";
  const lines = unfold(
    calendarFile([{ ...event, title: hostile, place: hostile, url: "https://x.example/\r\nUID:other" }], now),
  );
  expect(lines).toContain(String.raw`SUMMARY:A\; B\, C\\ D\nBEGIN:VEVENT\nEND`);
  expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith("UID:"))).toHaveLength(1);
});

test("no line is longer than 75 octets, and no character is cut in two", () => {
  const title = "Erste Hilfe für Ärztinnen 🚑 ".repeat(12);
  const file = calendarFile([{ ...event, title, url: `https://meet.example/${"x".repeat(200)}` }], now);
  for (const line of file.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(file).not.toContain("\uFFFD");
  expect(unfold(file)).toContain(`SUMMARY:${title}`);
});

test("no dates make an empty calendar", () => {
  expect(calendarFile([], now)).not.toContain("VEVENT");
});

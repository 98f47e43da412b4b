import { expect, test } from "vitest";
import { deadlineWords } from "#lib/domain/deadline.ts";
import { spoken } from "#tests/languages/voices.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const inHours = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

test.each([
  [0.5, "less than an hour left", true],
  [1, "1 hour left", true],
  [47.9, "47 hours left", true],
  [48, "2 days left", true],
  [7 * 24 - 1, "6 days left", true],
  [7 * 24, "7 days left", false],
  [90 * 24, "90 days left", false],
])("%s hours ahead: %s", (hours, left, urgent) => {
  const said = deadlineWords(inHours(hours), NOW)!;
  expect([spoken(said.left), said.urgent]).toEqual([left, urgent]);
});

test("the moment is said in the zone of whoever reads", () => {
  const endOfDayInChicago = new Date("2026-11-28T05:59:59Z");
  const { text } = deadlineWords(endOfDayInChicago, NOW)!;
  expect(spoken(text, "en", "America/Chicago")).toBe("Finish by 27 November 2026, 23:59 CST");
  expect(spoken(text, "en", "Europe/Berlin")).toBe("Finish by 28 November 2026, 06:59 CET");
  expect(spoken(text, "es", "America/Chicago")).toBe("Termina antes del 27 de noviembre de 2026, 23:59 CST");
});

test("a deadline that has passed, or none, says nothing", () => {
  expect(deadlineWords(inHours(-1), NOW)).toBeNull();
  expect(deadlineWords(null, NOW)).toBeNull();
});

import { expect, test } from "vitest";
import { paperFor, readPaper } from "#lib/domain/paper.ts";

test.each([
  ["America/Chicago", "letter"],
  ["Pacific/Honolulu", "letter"],
  ["UTC", "letter"],
  ["Europe/Berlin", "a4"],
  ["Asia/Tokyo", "a4"],
] as const)("in %s printers hold %s", (zone, paper) => {
  expect(paperFor(zone)).toBe(paper);
});

test("an address names a paper or none", () => {
  expect(readPaper("a4")).toBe("a4");
  expect(readPaper("A3")).toBeNull();
  expect(readPaper(null)).toBeNull();
});

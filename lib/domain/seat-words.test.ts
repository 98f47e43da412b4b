import { expect, test } from "vitest";
import { needsAnotherDate, seatWords } from "#lib/domain/seat-words.ts";

test.each([
  [{ status: "held", cancelReason: null }, "held", false],
  [{ status: "booked", cancelReason: null }, "booked", false],
  [{ status: "booked", cancelReason: "Flood" }, "canceled", true],
  [{ status: "held", cancelReason: "Flood" }, "canceled", false],
  [{ status: "lost", cancelReason: null }, "lost", true],
  [{ status: "lost", cancelReason: "Flood" }, "lost", true],
] as const)("%j reads %s", (seat, label, needsOther) => {
  expect(seatWords(seat).label).toBe(label);
  expect(needsAnotherDate(seat)).toBe(needsOther);
});

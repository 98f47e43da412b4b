import { expect, test } from "vitest";
import { phoneNumber } from "#lib/domain/phone.ts";

test.each(["+1 (555) 010-9999", "555.010.9999", "0049 30/901820"])("%s is a phone number", (typed) => {
  expect(phoneNumber(` ${typed} `)).toBe(typed);
});

test.each(["call me", "12", "+1 555\n010", "<b>1</b>", "1".repeat(41), 5, null])("%j is none", (typed) => {
  expect(phoneNumber(typed)).toBeUndefined();
});

test("nothing typed is no number", () => {
  expect(phoneNumber("  ")).toBeNull();
});

import { expect, test } from "vitest";
import { placeholdersOf, signatureOf } from "#tests/languages/placeholders.ts";

test("placeholders are found, also inside a plural, and its words are none", () => {
  const { values, tags } = placeholdersOf(
    "{names} {count, plural, one {is {who}} other {are <b>#</b>}} until {day}",
  );
  expect(Object.fromEntries(values)).toEqual({ names: "text", count: "plural", who: "text", day: "text" });
  expect([...tags]).toEqual(["b"]);
});

test("what two messages want can be compared whatever their order", () => {
  expect(signatureOf("{b} <x>y</x> {a}")).toBe(signatureOf("<x></x>{a, number}{b}"));
  expect(signatureOf("{a}")).not.toBe(signatureOf("{b}"));
});

test.each(["{a", "a}", "{}", "{n, plural, one {a}"])("%s is no message", (text) => {
  expect(() => placeholdersOf(text)).toThrow(/brace|placeholder/);
});

import { expect, test } from "vitest";
import { narrows, readProgramFilter } from "#lib/domain/program-filter.ts";

test("an empty address asks for everything, open programs first", () => {
  const filter = readProgramFilter({});
  expect(filter).toEqual({
    words: [],
    category: null,
    partner: null,
    format: null,
    price: null,
    length: null,
    sort: "open",
  });
  expect(narrows(filter)).toBe(false);
});

test("words, choices and order are read from the address", () => {
  const filter = readProgramFilter({ q: " medical  assistant ", price: "to-250", sort: "price-low" });
  expect(filter).toMatchObject({ words: ["medical", "assistant"], price: "to-250", sort: "price-low" });
  expect(narrows(filter)).toBe(true);
});

test("sorting alone leaves nothing out", () => {
  expect(narrows(readProgramFilter({ sort: "title" }))).toBe(false);
});

test("choices nobody offers are left out, also those every object has", () => {
  expect(readProgramFilter({ price: "constructor", length: "__proto__", sort: "toString" })).toMatchObject({
    price: null,
    length: null,
    sort: "open",
  });
});

test("a repeated or endless parameter is cut down instead of trusted", () => {
  const filter = readProgramFilter({ q: "word ".repeat(500), category: ["it-tech", "beauty"] });
  expect(filter.words).toHaveLength(8);
  expect(filter.category).toBe("it-tech");
});

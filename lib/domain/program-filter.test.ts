import { expect, test } from "vitest";
import { lengthName, narrows, priceRangeName, readProgramFilter } from "#lib/domain/program-filter.ts";
import { spoken } from "#tests/languages/voices.ts";

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

test("choices are named by their own bounds", () => {
  const prices = (["free", "to-250", "to-1000", "over-1000"] as const).map((range) =>
    spoken(priceRangeName(range)),
  );
  expect(prices).toEqual(["Free", "Up to $250", "$250 to $1,000", "Over $1,000"]);
  const lengths = (["short", "medium", "long"] as const).map((length) => spoken(lengthName(length)));
  expect(lengths).toEqual(["Up to 40 hours", "40 to 200 hours", "Over 200 hours"]);
});

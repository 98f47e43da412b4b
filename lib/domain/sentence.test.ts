import { expect, test } from "vitest";
import type { Language } from "#lib/domain/language.ts";
import { say, sentence, type Voice } from "#lib/domain/sentence.ts";

/** Says key and values, so that a test sees what a message would be given. */
const voice = (language: Language, timeZone = "UTC"): Voice => ({
  language,
  timeZone,
  translate: (key, values) => [key, ...Object.values(values)].join(" "),
});

test("text of people and partners goes through as it is", () => {
  const hostile = "<b>{name}</b>";
  expect(say(sentence("greeting", { name: hostile }), voice("es"))).toBe(`greeting ${hostile}`);
});

test("amounts, days and lists are written as the language writes them", () => {
  const about = sentence("about", {
    amount: { cents: 120_000, currency: "usd" },
    day: { day: new Date("2026-11-21T03:00:00Z") },
    partners: ["HSI", "Certiport", "Instituto"],
  });
  expect(say(about, voice("en", "America/New_York"))).toBe(
    "about $1,200 20 Nov 2026 HSI, Certiport and Instituto",
  );
  expect(say(about, voice("es", "UTC"))).toBe("about $1,200 21 nov 2026 HSI, Certiport e Instituto");
});

test("exact amounts keep their decimals", () => {
  expect(say(sentence("paid", { a: { cents: 5000, currency: "USD", exact: true } }), voice("en"))).toBe(
    "paid $50.00",
  );
  expect(say(sentence("paid", { a: { cents: 500, currency: "jpy" } }), voice("en"))).toBe("paid ¥500");
});

test("a sentence can stand inside another, also in a list", () => {
  const inner = sentence("inner", { n: 1 });
  expect(say(sentence("outer", { inner, all: [inner, "x"] }), voice("en"))).toBe(
    "outer inner 1 inner 1 and x",
  );
});

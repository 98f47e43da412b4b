import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { categoryName, credentialName, levelName, programLength } from "#lib/domain/catalogue-words.ts";
import { spoken } from "#tests/languages/voices.ts";

test("codes have names, and an unknown one is spelled out", () => {
  expect(spoken(categoryName("it-tech"))).toBe("IT and technology");
  expect(spoken(categoryName("deep-sea-diving"))).toBe("Deep sea diving");
  expect(spoken(credentialName("osha_card"))).toBe("OSHA card");
  expect(spoken(credentialName("forklift_license"))).toBe("Forklift license");
  expect(spoken(categoryName("constructor"))).toBe("Constructor");
});

test("every code of the sample catalogue has words of its own", () => {
  const files = ["catalogue.json", "demo-programs.json"].map((file) =>
    readFileSync(new URL(`../../supabase/seed/${file}`, import.meta.url), "utf8"),
  );
  const codesOf = (field: string) => [
    ...new Set([...files.join().matchAll(new RegExp(`"${field}": "([^"]+)"`, "g"))].map(([, code]) => code!)),
  ];
  for (const [field, name] of [
    ["category", categoryName],
    ["credentialType", credentialName],
    ["level", levelName],
  ] as const) {
    expect(codesOf(field).length).toBeGreaterThan(2);
    expect(codesOf(field).filter((code) => name(code).key.endsWith(".other"))).toEqual([]);
  }
});

test("a program takes hours, else weeks, else nobody knows", () => {
  expect(spoken(programLength({ hours: 1500, weeks: 52 })!)).toBe("1,500 hours");
  expect(spoken(programLength({ hours: 1500, weeks: 52 })!, "es")).toBe("1,500 horas");
  expect(spoken(programLength({ hours: null, weeks: 1 })!)).toBe("1 week");
  expect(programLength({ hours: null, weeks: null })).toBeNull();
});

import { expect, test } from "vitest";
import { nameProblem, nameRequest, readLegalName } from "#lib/domain/legal-name.ts";
import { spoken } from "#tests/languages/voices.ts";

test.each([
  ["  Ada   Lovelace ", "Ada Lovelace"],
  ["Zoë Łukasz", "Zoë Łukasz"],
  ["José", "José"],
  ["王小明", "王小明"],
  ["Ng", "Ng"],
  ["Ada\nLovelace", "Ada Lovelace"],
])("%j is the name %j", (typed, name) => {
  expect(readLegalName(typed)).toBe(name);
});

test.each(["", "   ", "123", "--", "a\u0000b", "x".repeat(201), null, 7, ["Ada"]])(
  "%j is no name",
  (typed) => {
    expect(readLegalName(typed)).toBeNull();
  },
);

test("a certificate waits until its holder confirmed a name", () => {
  const profile = { fullName: "Ada", legalName: null, confirmedAt: null };
  expect(nameProblem(profile)).toBe("name_unconfirmed");
  expect(nameProblem({ ...profile, fullName: " " })).toBe("name_missing");
  expect(nameProblem({ ...profile, legalName: "Ada Lovelace" })).toBe("name_unconfirmed");
  expect(nameProblem({ ...profile, legalName: "Ada Lovelace", confirmedAt: new Date() })).toBeNull();
});

test("a person is asked more urgently while a certificate waits", () => {
  expect(spoken(nameRequest("name_unconfirmed", true))).toMatch(/certificate waits/i);
  expect(spoken(nameRequest("name_missing", true))).toMatch(/certificate waits/i);
  expect(spoken(nameRequest("name_missing", false))).not.toMatch(/waits/i);
});

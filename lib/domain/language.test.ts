import { expect, test } from "vitest";
import { preferredLanguage, readLanguage } from "#lib/domain/language.ts";

test.each([
  [null, "en"],
  ["", "en"],
  ["*", "en"],
  ["es", "es"],
  ["es-MX,es;q=0.9,en-US;q=0.8", "es"],
  ["en-US,en;q=0.9,es;q=0.8", "en"],
  ["fr-FR,fr;q=0.9,es;q=0.5,en;q=0.3", "es"],
  ["en;q=0.2, es-419;q=0.7", "es"],
  ["es;q=0, en;q=0.1", "en"],
  ["de", "en"],
  ["ES-us", "es"],
  [";;;,,,q=1", "en"],
  ["es;q=banana", "en"],
])("Accept-Language %j is answered in %s", (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});

test("only languages Baton speaks are languages", () => {
  expect(readLanguage("es")).toBe("es");
  for (const text of ["fr", "ES", "", null, undefined, ["es"], "__proto__"])
    expect(readLanguage(text)).toBeNull();
});

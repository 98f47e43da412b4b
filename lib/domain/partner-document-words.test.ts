import { expect, test } from "vitest";
import { documentCheckWords, renewalWords } from "#lib/domain/partner-document-words.ts";
import { spoken } from "#tests/languages/voices.ts";

const verifiedAt = new Date("2026-11-03T23:30:00Z");

test.each([
  ["confirmed", verifiedAt, "confirmed by JRI on 3 Nov 2026"],
  ["unknown", verifiedAt, "JRI did not know this number when asked on 3 Nov 2026"],
  ["revoked", verifiedAt, "revoked by JRI, seen on 3 Nov 2026"],
  ["not_checked", null, null],
])("a document that is %s", (verification, at, words) => {
  const said = documentCheckWords({ partnerName: "JRI", verification, verifiedAt: at });
  expect(said && spoken(said)).toBe(words);
});

test("the day of the check is the reader's", () => {
  const document = { partnerName: "JRI", verification: "confirmed", verifiedAt };
  const said = documentCheckWords(document)!;
  expect(spoken(said, "en", "Europe/Berlin")).toBe("confirmed by JRI on 4 Nov 2026");
  expect(spoken(said, "es", "Europe/Berlin")).toBe("confirmado por JRI el 4 nov 2026");
});

const CARD = { expirationDate: "2028-11-20", renewFrom: "2028-09-21" };

test.each([
  ["2026-11-20", "renew from 21 Sept 2028", false],
  ["2028-09-20", "renew from 21 Sept 2028", false],
  ["2028-09-21", "Renew it now, before it runs out.", true],
  ["2028-11-20", "Renew it now, before it runs out.", true],
  ["2028-11-21", "This certificate has run out: renew it.", true],
])("on %s: %s", (day, text, urgent) => {
  const said = renewalWords(CARD, new Date(`${day}T12:00:00Z`))!;
  expect([spoken(said.text), said.urgent]).toEqual([text, urgent]);
});

test("what does not run out need not be renewed", () => {
  expect(renewalWords({ expirationDate: null, renewFrom: null }, new Date())).toBeNull();
});

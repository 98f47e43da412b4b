import { expect, test } from "vitest";
import {
  APPLICATION_STATUSES,
  applicationWords,
  isApplicationOpen,
  mayMerge,
  type Comparable,
} from "#lib/domain/application.ts";
import { spoken } from "#tests/languages/voices.ts";

const one: Comparable = {
  id: "1",
  programId: "p",
  studentId: null,
  status: "received",
  createdAt: new Date(),
};

test.each(APPLICATION_STATUSES)("%s has words in both languages", (status) => {
  for (const language of ["en", "es"] as const) {
    const { label, sentence } = applicationWords(status);
    expect(spoken(label, language)).toMatch(/^\p{Lu}/u);
    expect(spoken(sentence, language)).toMatch(/[.!]$/);
  }
});

test("a state of a later version is told as it is written", () => {
  expect(spoken(applicationWords("waitlisted").label)).toBe("waitlisted");
  expect(isApplicationOpen("waitlisted")).toBe(false);
});

test.each<[string, Partial<Comparable>, Partial<Comparable>, boolean]>([
  ["two unclaimed ones", {}, {}, true],
  ["an unclaimed one into a student's", {}, { studentId: "a", status: "claimed" }, true],
  ["two of one student", { studentId: "a" }, { studentId: "a" }, true],
  ["a student's into nobody's", { studentId: "a" }, {}, false],
  ["a student's into another student's", { studentId: "a" }, { studentId: "b" }, false],
  ["two programs", {}, { programId: "q" }, false],
  ["into one that is over", {}, { status: "declined" }, false],
  ["one that is over", { status: "withdrawn" }, {}, false],
  ["one into itself", { id: "2" }, {}, false],
])("merging %s: %#", (_, first, second, allowed) => {
  expect(mayMerge({ ...one, ...first }, { ...one, id: "2", ...second })).toBe(allowed);
});

/** Both languages say the same, every word is asked for, and nothing is said past the messages. */
import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import { LANGUAGES, LOCALES } from "#lib/domain/language.ts";
import { placeholdersOf, signatureOf } from "#tests/languages/placeholders.ts";
import { askedIn, rawWordsIn, sourceFiles, type Asked } from "#tests/languages/source.ts";
import { ALL } from "#tests/languages/voices.ts";

/** Rooms that still speak English by themselves. A room that does not any more fails here: take it off. */
const NOT_YET = ["app/admin/", "app/inbox/", "components/Pager.tsx"];

/** Said in every language at once, or before there is one. */
const SPEAKS_BOTH = ["app/global-error.tsx"];

type Tree = { [key: string]: string | Tree };

/** Every message by its full key: room, then path. */
function flatten(tree: Tree, above = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[above + key, value]] : flatten(value, `${above}${key}.`),
  );
}

const MESSAGES = { en: new Map(flatten(ALL.en)), es: new Map(flatten(ALL.es)) };

const ASKED: Asked[] = [
  ...sourceFiles("{app,components}/**/*.{ts,tsx}"),
  ...sourceFiles("lib/domain/**/*.ts"),
].flatMap(askedIn);

test("both languages have the same messages", () => {
  expect(MESSAGES.en.size).toBeGreaterThan(100);
  expect([...MESSAGES.es.keys()].toSorted()).toEqual([...MESSAGES.en.keys()].toSorted());
});

test("a message wants the same in both languages", () => {
  const wanted = (language: "en" | "es") =>
    Object.fromEntries([...MESSAGES[language]].map(([key, text]) => [key, signatureOf(text)]));
  expect(wanted("es")).toEqual(wanted("en"));
});

test.each(LANGUAGES)("every message in %s can be said", (language) => {
  const translate = createTranslator({
    locale: LOCALES[language],
    messages: ALL[language],
    timeZone: "UTC",
    onError: (error) => {
      throw error;
    },
  });
  for (const [key, text] of MESSAGES[language]) {
    const { values, tags } = placeholdersOf(text);
    const given = [
      ...[...values].map(([name, kind]) => [name, kind === "text" ? "Zoë" : 2]),
      ...[...tags].map((tag) => [tag, (words: string) => `[${words}]`]),
    ];
    expect(translate.markup(key as "home.title", Object.fromEntries(given))).toMatch(/\S/);
  }
});

test("nothing in Spanish was left in English", () => {
  const same = [...MESSAGES.en].filter(
    ([key, text]) => MESSAGES.es.get(key) === text && /\p{L}{4}/u.test(text.replaceAll(/\{\w+\}/g, "")),
  );
  expect(same.map(([key]) => key)).toEqual([]);
});

test("every message that is asked for exists, and is given what it wants", () => {
  expect(ASKED.length).toBeGreaterThan(100);
  const problems = ASKED.flatMap(({ file, namespace, key, given }) => {
    const full = `${namespace}.${key}`;
    if (key.endsWith("*")) return isChosen(full) ? [] : [`${file}: nothing begins with ${full}`];
    const text = MESSAGES.en.get(full);
    if (text === undefined) return [`${file}: ${full} is missing`];
    const { values, tags } = placeholdersOf(text);
    const wanted = [...values.keys(), ...tags].toSorted().join(" ");
    if (given === null || given.toSorted().join(" ") === wanted) return [];
    return [`${file}: ${full} wants "${wanted}" and is given "${given.toSorted().join(" ")}"`];
  });
  expect(problems).toEqual([]);
});

test("every message is asked for somewhere", () => {
  const exact = new Set(ASKED.map(({ namespace, key }) => `${namespace}.${key}`));
  const prefixes = [...exact].filter((key) => key.endsWith("*")).map((key) => key.slice(0, -1));
  const unused = [...MESSAGES.en.keys()].filter(
    (key) => !exact.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});

test("no page and no part says words of its own", () => {
  const files = sourceFiles("{app,components}/**/*.tsx").filter(
    (file) => ![...NOT_YET, ...SPEAKS_BOTH].some((room) => file.startsWith(room)),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap((file) => rawWordsIn(file).map((words) => `${file}: ${words}`))).toEqual([]);
});

test("the rooms that still speak English are listed, and no others", () => {
  const speaking = NOT_YET.filter((room) =>
    sourceFiles("{app,components}/**/*.tsx").some(
      (file) => file.startsWith(room) && rawWordsIn(file).length > 0,
    ),
  );
  expect(speaking).toEqual(NOT_YET);
});

function isChosen(full: string): boolean {
  return [...MESSAGES.en.keys()].some((key) => key.startsWith(full.slice(0, -1)));
}

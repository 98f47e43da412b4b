/**
 * The typefaces of certificates and which letters they have.
 *
 * Atkinson Hyperlegible Next covers the languages of western, central and northern Europe and Turkish; Noto Sans
 * adds the rest of the Latin alphabet (Vietnamese, Yoruba, Hausa, …), Greek, Cyrillic and Devanagari. Neither has
 * Arabic, Hebrew, Thai, Chinese, Japanese or Korean. A text is set in one typeface as a whole: mixed words look torn.
 * Both come from npm as plain TrueType with their licence (OFL-1.1); the web font package has no format pdfkit embeds.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { openSync, type Font } from "fontkit";

export type Weight = "regular" | "bold";

/** One font file. */
export interface Typeface {
  /** Name under which a document registers it. */
  name: string;
  /** Absolute path of the TrueType file. */
  file: string;
}

interface LoadedTypeface extends Typeface {
  font: Font;
}

/** In order of preference. */
const FILES: Record<Weight, readonly string[]> = {
  regular: [
    "@expo-google-fonts/atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf",
    "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
  ],
  bold: [
    "@expo-google-fonts/atkinson-hyperlegible-next/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf",
    "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf",
  ],
};

const REPLACEMENT = "\u{FFFD}";

/** Read once per process, and only when a text asks for it. */
const loaded = new Map<string, LoadedTypeface>();

/**
 * Lists the characters of a text that no certificate typeface has, each once; empty when all can be printed.
 * Meant for the place where a name is entered, so that its owner can give a spelling that prints.
 */
export function findUncoveredCharacters(text: string): string[] {
  const typefaces = FILES.bold.map(load);
  const uncovered = [...text.normalize("NFC")].filter(
    (character) => !typefaces.some((typeface) => has(typeface, character)),
  );
  return [...new Set(uncovered)];
}

/**
 * Chooses the typeface that has every character of `text` and gives the text as it can be printed.
 * Characters that none has become U+FFFD; ask `findUncoveredCharacters` first where that matters.
 */
export function chooseTypeface(text: string, weight: Weight): { typeface: Typeface; text: string } {
  const printable = text.normalize("NFC").replace(/[\p{Cc}\s]+/gu, " ");
  const typefaces = FILES[weight].map(load);
  const complete = typefaces.find((typeface) =>
    [...printable].every((character) => has(typeface, character)),
  );
  if (complete) return { typeface: complete, text: printable };
  const widest = typefaces[typefaces.length - 1]!;
  return { typeface: widest, text: [...printable].map((c) => (has(widest, c) ? c : REPLACEMENT)).join("") };
}

function has(typeface: LoadedTypeface, character: string): boolean {
  return typeface.font.hasGlyphForCodePoint(character.codePointAt(0)!);
}

function load(file: string): LoadedTypeface {
  const known = loaded.get(file);
  if (known) return known;
  const found = locate(file);
  const typeface = { name: path.basename(file, ".ttf"), file: found, font: openSync(found) as Font };
  loaded.set(file, typeface);
  return typeface;
}

/**
 * Finds a file of an installed package: from the project that runs, else from beside this source file.
 * Inside a bundle the source file has no place of its own; the command line may be started in another folder.
 */
function locate(file: string): string {
  for (const from of [path.join(process.cwd(), "package.json"), import.meta.url]) {
    try {
      return createRequire(from).resolve(file);
    } catch {
      continue;
    }
  }
  throw new Error(`The typeface ${file} is not installed: run npm ci`);
}

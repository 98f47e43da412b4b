/** The languages Baton speaks, and which of them somebody understands. */

export const LANGUAGES = ["en", "es"] as const;

export type Language = (typeof LANGUAGES)[number];

export const DEFAULT_LANGUAGE: Language = "en";

/** Each language by its own name, for whoever looks for theirs. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", es: "Español" };

/** How each language is written in the United States: `1,500 hours`, `$1,200`. */
export const LOCALES = { en: "en-US", es: "es-US" } as const satisfies Record<Language, string>;

/** Days first and without an Oxford comma in both: `20 Nov 2026`, `20 nov 2026`. */
export const DAYS_AND_LISTS: Readonly<Record<Language, string>> = { en: "en-GB", es: "es-US" };

/** A browser names a handful; whoever sends more means no good. */
const MAX_PREFERENCES = 20;

/** Lets a text through when it names one of the languages; null for anything else. */
export function readLanguage(text: unknown): Language | null {
  return LANGUAGES.find((language) => language === text) ?? null;
}

/**
 * Chooses by the header Accept-Language: the language wanted most among those Baton speaks; English when there is
 * none. Regions are left aside: `es-MX` is Spanish.
 */
export function preferredLanguage(acceptLanguage: string | null): Language {
  const wanted = (acceptLanguage ?? "")
    .split(",", MAX_PREFERENCES)
    .map(readPreference)
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  for (const { primary } of wanted) {
    const language = primary === "*" ? DEFAULT_LANGUAGE : readLanguage(primary);
    if (language) return language;
  }
  return DEFAULT_LANGUAGE;
}

function readPreference(text: string): { primary: string; weight: number } {
  const [tag = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  return { primary: tag.split("-")[0] ?? "", weight: weight === undefined ? 1 : Number(weight) || 0 };
}

/** Finds the language a locale belongs to. */
export function languageOf(locale: string): Language {
  return readLanguage(locale.split("-")[0]) ?? DEFAULT_LANGUAGE;
}

import { useLocale } from "next-intl";
import { languageOf, type Language } from "#lib/domain/language.ts";

/** Gives the language the page is read in. */
export function useLanguage(): Language {
  return languageOf(useLocale());
}

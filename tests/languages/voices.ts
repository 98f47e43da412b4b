/** The real words of every language, for tests that read what people read. */
import { createTranslator } from "next-intl";
import { LOCALES, type Language } from "#lib/domain/language.ts";
import { say, type Sentence } from "#lib/domain/sentence.ts";
import { messages as en } from "#messages/en/index.ts";
import { messages as es } from "#messages/es/index.ts";

export const ALL = { en, es };

/** Puts a sentence into words as pages do. Throws where a key or a value is missing. */
export function spoken(sentence: Sentence, language: Language = "en", timeZone = "UTC"): string {
  const translate = createTranslator({
    locale: LOCALES[language],
    messages: ALL[language],
    namespace: "sentences",
    timeZone,
    onError: (error) => {
      throw error;
    },
  });
  return say(sentence, {
    language,
    timeZone,
    translate: (key, values) => translate(key as "price.free", values),
  });
}

import { useTimeZone, useTranslations } from "next-intl";
import { useLanguage } from "#components/use-language.ts";
import { say, type Sentence } from "#lib/domain/sentence.ts";

/** Gives the function that puts sentences of the domain into the reader's words. */
export function useSay(): (sentence: Sentence) => string {
  const language = useLanguage();
  const timeZone = useTimeZone() ?? "UTC";
  const translate = useTranslations("sentences");
  // A sentence carries its key as text: that each one exists is tested.
  return (sentence) =>
    say(sentence, {
      language,
      timeZone,
      translate: (key, values) => translate(key as "price.free", values),
    });
}

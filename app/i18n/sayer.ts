import { getTimeZone, getTranslations } from "next-intl/server";
import { currentLanguage } from "#app/i18n/preferences.ts";
import { say, type Sentence } from "#lib/domain/sentence.ts";

/** Gives, in a page that waits for something, what `useSay` gives in the parts it is made of. */
export async function getSay(): Promise<(sentence: Sentence) => string> {
  const [language, timeZone, translate] = [
    await currentLanguage(),
    await getTimeZone(),
    await getTranslations("sentences"),
  ];
  return (sentence) =>
    say(sentence, {
      language,
      timeZone,
      translate: (key, values) => translate(key as "price.free", values),
    });
}

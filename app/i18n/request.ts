/** What next-intl asks for at every request: language, zone and words. next.config.mjs leads it here. */
import { getRequestConfig } from "next-intl/server";
import { currentLanguage, currentTimeZone } from "#app/i18n/preferences.ts";
import { loadMessages } from "#app/i18n/messages.ts";
import { languageOf, LOCALES } from "#lib/domain/language.ts";
import { logError } from "#lib/logger.ts";

export default getRequestConfig(async ({ locale }) => {
  const language = locale ? languageOf(locale) : await currentLanguage();
  return {
    locale: LOCALES[language],
    timeZone: await currentTimeZone(),
    messages: await loadMessages(language),
    onError: (error) => logError("message not shown", error),
  };
});

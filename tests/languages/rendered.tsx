import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { LOCALES, type Language } from "#lib/domain/language.ts";
import { ALL } from "#tests/languages/voices.ts";

/** Draws parts as a page in this language would. */
export function rendered(parts: ReactNode, language: Language = "en", timeZone = "UTC"): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale={LOCALES[language]} messages={ALL[language]} timeZone={timeZone}>
      {parts}
    </NextIntlClientProvider>,
  );
}

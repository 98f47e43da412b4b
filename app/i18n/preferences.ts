/** In which language and zone a request is answered: as the signed-in person chose, else as their browser says. */
import { cache } from "react";
import { browserLanguage, browserTimeZone } from "#app/i18n/browser.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import type { Language } from "#lib/domain/language.ts";

/** Finds the language of this request. */
export const currentLanguage = cache(
  async (): Promise<Language> => (await findCurrentViewer())?.chosenLanguage ?? (await browserLanguage()),
);

/** Finds the zone of this request. */
export const currentTimeZone = cache(
  async (): Promise<string> => (await findCurrentViewer())?.timeZone ?? (await browserTimeZone()),
);

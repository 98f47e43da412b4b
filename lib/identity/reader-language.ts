import { asItself, type Database } from "#lib/db/client.ts";
import { readLanguage, type Language } from "#lib/domain/language.ts";
import { languageOfBrowser } from "#lib/domain/preference-cookies.ts";

/** Finds the language to write to a person in: what they chose, else that of the browser that asks. */
export async function languageFor(db: Database, personId: string, browser: Headers): Promise<Language> {
  const profile = await asItself(db, (tx) =>
    tx.selectFrom("profiles").where("id", "=", personId).select("locale").executeTakeFirst(),
  );
  return readLanguage(profile?.locale) ?? languageOfBrowser(browser);
}

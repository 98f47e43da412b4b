import type { Language, LOCALES } from "#lib/domain/language.ts";
import type { messages as english } from "#messages/en/index.ts";

/** Keys are those of English; that Spanish has the same is tested. */
export type Messages = typeof english;

export type Namespace = keyof Messages;

declare module "next-intl" {
  interface AppConfig {
    Locale: (typeof LOCALES)[Language];
    Messages: Messages;
  }
}

const LANGUAGE_FILES: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import("#messages/en/index.ts"),
  es: () => import("#messages/es/index.ts"),
};

/** Loads all words of a language; a second call is free. */
export async function loadMessages(language: Language): Promise<Messages> {
  return (await LANGUAGE_FILES[language]()).messages;
}

import type { Language } from "#lib/domain/language.ts";
import type { MailLocale } from "#lib/mail/content.ts";
import { layoutHtml, layoutText, type MailFrame } from "#lib/mail/layout.ts";
import { en } from "#lib/mail/locales/en.ts";
import { es } from "#lib/mail/locales/es.ts";
import type { MailTemplate, MailTemplates } from "#lib/mail/templates.ts";

/** A mail ready to be sent, without its recipient. */
export interface RenderedMail {
  /** One line, without control characters. */
  subject: string;
  text: string;
  html: string;
}

const LOCALES: Readonly<Record<Language, MailLocale>> = { en, es };

/** Writes a mail from its data (see `parseMailData` for data from outside). The same data gives the same mail. */
export function renderMail<T extends MailTemplate>(
  template: T,
  data: MailTemplates[T],
  language: Language,
): RenderedMail {
  const locale = LOCALES[language];
  const schoolName = data.schoolName ?? "Baton";
  const content = locale.contents[template]({ ...data, schoolName });
  const frame: MailFrame = {
    locale,
    schoolName,
    greeting: content.greet ? locale.greeting(content.greet) : null,
    footer: locale.footer({
      name: schoolName,
      host: new URL(data.appUrl).host,
      supportEmail: data.supportEmail,
      hasAccount: content.hasAccount ?? true,
    }),
  };
  return {
    subject: content.subject.replace(/[\p{Cc}\s]+/gu, " ").trim(),
    text: layoutText(content, frame),
    html: layoutHtml(content, frame),
  };
}

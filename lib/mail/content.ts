import type { MailTemplate, MailTemplates } from "#lib/mail/templates.ts";

/** One mail before it is laid out: plain text throughout; both parts of the mail are made from it. */
export interface MailContent {
  subject: string;
  /** What mail programs show beside the subject. */
  preview: string;
  heading: string;
  /** Name to greet, where the address is known to belong to it. */
  greet?: string | undefined;
  paragraphs: readonly string[];
  /** Figures and references, as label and value. */
  facts?: readonly (readonly [label: string, value: string])[];
  /** The one thing to do next. */
  action?: { label: string; url: string };
  /** Small print below. */
  notes?: readonly string[];
  /** False for a reader who may have no account: the footer does not speak of one. */
  hasAccount?: false;
}

/** A template's data with the writer's name filled in. */
export type MailData<T extends MailTemplate> = MailTemplates[T] & { schoolName: string };

/** All words of all mails in one language. */
export interface MailLocale {
  /** BCP 47, for `lang`. */
  lang: string;
  greeting: (name: string) => string;
  /** Says where to look when the button does nothing. */
  linkHint: string;
  footer: (school: {
    name: string;
    host: string;
    supportEmail: string | undefined;
    hasAccount: boolean;
  }) => string;
  contents: { [T in MailTemplate]: (data: MailData<T>) => MailContent };
}

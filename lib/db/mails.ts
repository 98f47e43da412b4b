/** The outbox: mail is queued in the same commit as the fact it tells of. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import { readLanguage, type Language } from "#lib/domain/language.ts";

export interface NewMail {
  /** Whose notification this is; null for people without a profile yet. */
  studentId: string | null;
  to: string;
  template: string;
  /** What the mail is about: at most one mail per template and key is ever sent. */
  subjectKey: string;
  data: Record<string, unknown>;
}

/** Writes a mail into the outbox and returns its id; null when the same mail was queued before. */
export async function addMail(tx: Tx, mail: NewMail): Promise<string | null> {
  const row = await tx
    .insertInto("mails")
    .values({
      student_id: mail.studentId,
      to_address: mail.to,
      template: mail.template,
      subject_key: mail.subjectKey,
      data: JSON.stringify(mail.data),
    })
    .onConflict((conflict) => conflict.columns(["template", "subject_key"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id ?? null;
}

export interface QueuedMail {
  id: string;
  to: string;
  template: string;
  data: unknown;
  /** What its reader chose; null where that is not known. */
  language: Language | null;
  /** This try included. */
  attempts: number;
}

/** Takes a queued mail and counts the try; null when it was sent already. */
export async function takeMail(db: Connection, mailId: string): Promise<QueuedMail | null> {
  const row = await db
    .updateTable("mails")
    .set((eb) => ({ attempts: eb("attempts", "+", 1), updated_at: sql`now()` }))
    .where("id", "=", mailId)
    .where("status", "=", "queued")
    .returning((eb) => [
      "id",
      "to_address",
      "template",
      "data",
      "attempts",
      eb
        .selectFrom("profiles")
        .whereRef("profiles.id", "=", "mails.student_id")
        .select("profiles.locale")
        .as("locale"),
    ])
    .executeTakeFirst();
  if (!row) return null;
  const { id, to_address: to, template, data, attempts, locale } = row;
  return { id, to, template, data, attempts, language: readLanguage(locale) };
}

/** Writes down that a mail went out (`sent`), is only shown locally (`kept`), or was refused for good (`failed`). */
export async function finishMail(
  db: Connection,
  mailId: string,
  status: "sent" | "kept" | "failed",
  shown: { subject: string; text: string | null; html: string | null },
): Promise<void> {
  await db
    .updateTable("mails")
    .set({
      status,
      subject: shown.subject,
      text_body: shown.text,
      html_body: shown.html,
      sent_at: status === "sent" ? sql`now()` : null,
      updated_at: sql`now()`,
    })
    .where("id", "=", mailId)
    .execute();
}

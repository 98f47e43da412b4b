/** Mail with a one-time link, into the outbox. The worker sends it. */
import { createHash } from "node:crypto";
import { asItself, type Database } from "#lib/db/client.ts";
import type { Language } from "#lib/domain/language.ts";
import { logError } from "#lib/logger.ts";

export interface SignInMail {
  template: "verify-email" | "magic-link" | "reset-password";
  to: string;
  /** Carries the token: never logged. */
  url: string;
  token: string;
  /** How long the link works. */
  minutes: number;
  language: Language;
}

/**
 * Queues the mail; the same token twice is one mail. A commit of its own: at sign-up the account is not committed
 * yet, so the mail names no person.
 */
export async function queueSignInMail(db: Database, appUrl: string, mail: SignInMail): Promise<void> {
  const row = {
    to_address: mail.to,
    template: mail.template,
    // The outbox shows the subject to admins: the token itself would sign them in.
    subject_key: createHash("sha256").update(mail.token).digest("base64url"),
    data: JSON.stringify({
      appUrl,
      url: mail.url,
      expiresInMinutes: mail.minutes,
      language: mail.language,
    }),
  };
  try {
    await asItself(db, (tx) =>
      tx
        .insertInto("mails")
        .values(row)
        .onConflict((conflict) => conflict.columns(["template", "subject_key"]).doNothing())
        .execute(),
    );
  } catch (error) {
    logError("[SignIn]", error, { outcome: "mail not queued", template: mail.template });
    throw error; // the sign-in library swallows it
  }
}

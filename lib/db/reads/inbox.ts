/**
 * The local inbox: mails as they would arrive, for the machine of a developer. It opens only where the role
 * baton_inbox_reader was granted to the web's role; everywhere else nobody can read another person's mail.
 */
import { sql } from "kysely";
import { asItself, type Database, type Tx } from "#lib/db/client.ts";

export interface InboxMail {
  id: string;
  to: string;
  /** Null until the mail was composed. */
  subject: string | null;
  status: string;
  createdAt: Date;
}

export interface InboxMailWithBody extends InboxMail {
  text: string | null;
  html: string | null;
}

/** How many mails the list shows. */
export const INBOX_SIZE = 100;

const INSUFFICIENT_PRIVILEGE = "42501";

/** Lists the newest mails; null where the inbox is not opened. */
export function listInbox(db: Database): Promise<InboxMail[] | null> {
  return asInboxReader(db, (tx) =>
    selectMails(tx).orderBy("created_at", "desc").orderBy("id").limit(INBOX_SIZE).execute(),
  );
}

/** Reads one mail with its text; null where the inbox is not opened or the mail does not exist. */
export function findInboxMail(db: Database, id: string): Promise<InboxMailWithBody | null> {
  return asInboxReader(db, async (tx) => {
    const mail = await selectMails(tx)
      .where("id", "=", id)
      .select(["text_body as text", "html_body as html"])
      .executeTakeFirst();
    return mail ?? null;
  });
}

async function asInboxReader<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T | null> {
  try {
    return await asItself(db, async (tx) => {
      await sql`set local role baton_inbox_reader`.execute(tx);
      return work(tx);
    });
  } catch (error) {
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) return null;
    throw error;
  }
}

function selectMails(tx: Tx) {
  return tx
    .selectFrom("mails")
    .select(["id", "to_address as to", "subject", "status", "created_at as createdAt"]);
}

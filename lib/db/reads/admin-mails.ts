import type { Tx } from "#lib/db/client.ts";
import { containing } from "#lib/db/reads/named-like.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";

/** A mail that went out or will, without its text: that is the recipient's. */
export interface MailRow {
  id: string;
  to: string;
  template: string;
  subject: string | null;
  /** queued, sent, kept (no mail server configured) or failed. */
  status: string;
  attempts: number;
  sentAt: Date | null;
  createdAt: Date;
}

/** Lists mails, newest first; `search` is part of the address. One query; only admins see rows. */
export async function listMails(tx: Tx, search: string, page: number): Promise<PageOf<MailRow>> {
  let query = tx.selectFrom("mails");
  if (search) query = query.where("to_address", "ilike", containing(search));
  const { limit, offset } = windowOf(page);
  const rows = await query
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(limit)
    .offset(offset)
    .select(["id", "to_address as to", "template", "subject", "status", "attempts"])
    .select(["sent_at as sentAt", "created_at as createdAt"])
    .execute();
  return pageOf(rows, page);
}

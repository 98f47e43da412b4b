import { sql } from "kysely";
import { asItself, type Database, type Tx } from "#lib/db/client.ts";
import { PAGE_MAILS } from "#lib/automation/queue-page-mail.ts";
import type { Queue } from "#lib/queue/queue.ts";

/**
 * Gives the mails that pages queued their jobs: the web has no access to the queue. Returns how many.
 * A mail that has its job already is left alone.
 */
export async function relayPageMail(deps: { db: Database; queue: Queue }): Promise<number> {
  return asItself(deps.db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select id from public.mails
      where status = 'queued' and attempts = 0 and template = any (${PAGE_MAILS}::text[])
      order by created_at limit 200`.execute(tx);
    await queueMailJobs(tx, deps, rows);
    return rows.length;
  });
}

/** Queues the jobs of mails in the caller's commit. */
export async function queueMailJobs(tx: Tx, deps: { queue: Queue }, mails: { id: string }[]): Promise<void> {
  await deps.queue.enqueue(
    tx,
    "send-mail",
    mails.map(({ id }) => ({ data: { mailId: id }, key: id })),
  );
}

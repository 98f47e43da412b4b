/** What is kept for a while only. */
import { sql } from "kysely";
import type { Connection } from "#lib/db/client.ts";

/** Days that each kind of history is kept. Changing one takes effect with the next night. */
export const KEPT_DAYS = {
  partnerCalls: 14,
  partnerCallMinutes: 400,
  alerts: 400,
  notifications: 400,
} as const;

/** Rows deleted by one statement, so that none holds its locks for long. */
const ROWS_AT_ONCE = 10_000;

/** Deletes calls, minutes, ended alerts and notifications that are older than they are kept, and forgets where applications came from. Returns how many rows. A second run finds nothing. */
export async function deleteOldHistory(db: Connection): Promise<number> {
  return (
    (await deleteInParts(db, "partner_calls", "called_at", KEPT_DAYS.partnerCalls)) +
    (await deleteInParts(db, "partner_call_minutes", "minute", KEPT_DAYS.partnerCallMinutes)) +
    (await deleteInParts(db, "alerts", "resolved_at", KEPT_DAYS.alerts)) +
    (await deleteInParts(db, "notifications", "created_at", KEPT_DAYS.notifications)) +
    (await forgetSenders(db))
  );
}

/** Where an application came from counts for an hour; a day later nobody needs it. */
async function forgetSenders(db: Connection): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update public.applications set source_hash = null
    where source_hash is not null and created_at < now() - interval '1 day'`.execute(db);
  return Number(numAffectedRows);
}

async function deleteInParts(db: Connection, table: string, column: string, days: number): Promise<number> {
  let total = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.id("public", table)} where id in (
        select id from ${sql.id("public", table)}
        where ${sql.id(column)} < now() - make_interval(days => ${days})
        limit ${ROWS_AT_ONCE}
      )`.execute(db);
    total += Number(numAffectedRows);
    if (numAffectedRows < ROWS_AT_ONCE) return total;
  }
}

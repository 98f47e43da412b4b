/** What is kept for a while only. */
import { sql } from "kysely";
import type { Connection } from "#lib/db/client.ts";

/** Days that each kind of history is kept. Changing one takes effect with the next night. */
export const KEPT_DAYS = { partnerCalls: 14, partnerCallMinutes: 400, alerts: 400 } as const;

/** Rows deleted by one statement, so that none holds its locks for long. */
const ROWS_AT_ONCE = 10_000;

/** Deletes calls, minutes and ended alerts that are older than they are kept. Returns how many rows. A second run finds nothing. */
export async function deleteOldHistory(db: Connection): Promise<number> {
  return (
    (await deleteInParts(db, "partner_calls", "called_at", KEPT_DAYS.partnerCalls)) +
    (await deleteInParts(db, "partner_call_minutes", "minute", KEPT_DAYS.partnerCallMinutes)) +
    (await deleteInParts(db, "alerts", "resolved_at", KEPT_DAYS.alerts))
  );
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

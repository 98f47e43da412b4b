import { sql } from "kysely";
import { asItself, type Connection } from "#lib/db/client.ts";
import { applyPartnerReading } from "#lib/automation/apply-partner-reading.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { PartnerProgress } from "#lib/partners/base.ts";

/**
 * Asks the partner how an enrollment stands now and applies the answer, again as long as changes were told meanwhile.
 * Returns what it said, null when it does not know the enrollment. Throws PartnerAPIError.
 */
export async function readAnew(
  deps: WorkerDeps,
  { partner, externalEnrollmentId }: { partner: string; externalEnrollmentId: string },
): Promise<PartnerProgress | null> {
  const connector = deps.findConnector(partner);
  for (let reads = 1; ; reads++) {
    const startedAt = await databaseNow(deps.db.kysely);
    const reading = await connector.getProgress(externalEnrollmentId);
    if (!reading) return null;
    const { readAgain } = await asItself(deps.db, (tx) =>
      applyPartnerReading(tx, deps, partner, reading, startedAt),
    );
    // A partner that never stops changing is left to the next round.
    if (!readAgain || reads === MOST_READS) return reading;
  }
}

const MOST_READS = 3;

async function databaseNow(db: Connection): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]!.now;
}

import { asItself, type Database } from "#lib/db/client.ts";
import { logInfo } from "#lib/logger.ts";
import type { Queue } from "#lib/queue/queue.ts";

/**
 * Lets everybody who waits for a partner try now: it is well again after a rest, and pauses between tries have grown
 * up to half an hour meanwhile. Its rate still holds. A second call finds nobody waiting.
 */
export async function hurryPartner(deps: { db: Database; queue: Queue }, partner: string): Promise<void> {
  const count = await asItself(deps.db, (tx) => deps.queue.hurryGroup(tx, partner));
  if (count > 0) logInfo("[hurryPartner]", { partner, count });
}

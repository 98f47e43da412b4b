import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { deleteOldHistory } from "#lib/db/history.ts";
import { logInfo } from "#lib/logger.ts";

/** Deletes what is kept for a while only (KEPT_DAYS). Safe to stop at any point; the next night goes on. */
export async function pruneHistory(deps: Pick<WorkerDeps, "db">): Promise<void> {
  const count = await deleteOldHistory(deps.db.kysely);
  if (count > 0) logInfo("[pruneHistory]", { count });
}

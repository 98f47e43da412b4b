import type { Tx } from "#lib/db/client.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/**
 * Queues a read of one partner enrollment (or of a course taken along) in the caller's commit, and lets a waiting one
 * start now. One that runs already reads again, see `wantRead`.
 */
export async function queueSync(
  tx: Tx,
  deps: Pick<WorkerDeps, "queue">,
  { id, partner }: { id: string; partner: string },
): Promise<void> {
  const job = { data: { partnerEnrollmentId: id }, key: id, group: partner };
  await deps.queue.enqueue(tx, "sync-partner-enrollment", [job]);
  await deps.queue.hurry(tx, "sync-partner-enrollment", id);
}

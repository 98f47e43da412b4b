import type { Tx } from "#lib/db/client.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Queues arranging another try for a partner enrollment in the caller's commit; a waiting one is left as it is. */
export async function queueRetake(
  tx: Tx,
  deps: Pick<WorkerDeps, "queue">,
  { id, partner }: { id: string; partner: string },
): Promise<void> {
  await deps.queue.enqueue(tx, "arrange-retake", [
    { data: { partnerEnrollmentId: id }, key: id, group: partner },
  ]);
}

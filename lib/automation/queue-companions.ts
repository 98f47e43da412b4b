import type { Tx } from "#lib/db/client.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Queues enrolling in the courses a step's course requires, in the caller's commit, and lets a waiting job start now. */
export async function queueCompanions(
  tx: Tx,
  deps: Pick<WorkerDeps, "queue">,
  { stepId, partner }: { stepId: string; partner: string },
): Promise<void> {
  await deps.queue.enqueue(tx, "enroll-companions", [{ data: { stepId }, key: stepId, group: partner }]);
  await deps.queue.hurry(tx, "enroll-companions", stepId);
}

import type { Tx } from "#lib/db/client.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Has a switch of partner carried out now; one that waits for its next try need not wait. A second call changes nothing. */
export async function queueSwitch(
  tx: Tx,
  deps: Pick<WorkerDeps, "queue">,
  { switchId, partner }: { switchId: string; partner: string },
): Promise<void> {
  await deps.queue.enqueue(tx, "switch-partner", [{ data: { switchId }, key: switchId, group: partner }]);
  await deps.queue.hurry(tx, "switch-partner", switchId);
}

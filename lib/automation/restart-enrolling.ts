import type { Tx } from "#lib/db/client.ts";
import type { SwitchRow } from "#lib/db/switches.ts";
import { retryStepNow } from "#lib/automation/retry-failure.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Goes on with the step at its old partner, where a switch had stopped that and nothing comes of it. */
export async function restartEnrolling(tx: Tx, deps: WorkerDeps, wish: SwitchRow): Promise<void> {
  if (!wish.stoppedEnrolling) return;
  await retryStepNow(tx, deps, wish.stepId, wish.actor, "the switch of partner came to nothing");
}

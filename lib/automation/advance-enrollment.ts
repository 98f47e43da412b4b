import type { Tx } from "#lib/db/client.ts";
import { advanceToNextStep, type Advance } from "#lib/db/steps.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/**
 * Starts the next step of an enrollment and its job, or its certificate's job once it is complete: in the
 * caller's commit, so that neither can exist without the other. A second call changes nothing.
 */
export async function advanceEnrollment(
  tx: Tx,
  deps: Pick<WorkerDeps, "queue">,
  enrollmentId: string,
  cause?: string,
): Promise<Advance> {
  const advance = await advanceToNextStep(tx, enrollmentId, cause);
  if (advance.started) {
    const { stepId, partner } = advance.started;
    await deps.queue.enqueue(tx, "enroll-step", [{ data: { stepId }, key: stepId, group: partner }]);
  }
  if (advance.enrollmentStatus === "completed") {
    await deps.queue.enqueue(tx, "issue-certificate", [{ data: { enrollmentId }, key: enrollmentId }]);
  }
  return advance;
}

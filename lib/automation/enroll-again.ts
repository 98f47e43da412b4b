/** An admin asks to enroll a step (again). What happens depends on where the step is. */
import { z } from "zod";
import { asItself, type Tx } from "#lib/db/client.ts";
import { endForgottenEnrollment, findRunningEnrollment } from "#lib/db/partner-enrollments.ts";
import { markStepFailed } from "#lib/db/steps.ts";
import { ENROLLMENT_LOST } from "#lib/domain/failed-step.ts";
import type { InboxOutcome } from "#lib/inbox/events.ts";
import { readAnew } from "#lib/automation/read-anew.ts";
import { retryStepNow } from "#lib/automation/retry-failure.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { Run } from "#lib/queue/runner.ts";

/** `step.enroll-again` in the inbox. */
export const enrollAgainAct = z.object({ stepId: z.uuid(), actor: z.string().max(100) });

/**
 * A failed step goes back to enrolling, one that is enrolling is tried now, and for one that is in progress the partner
 * is asked whether it knows the enrollment. A step that has not begun or is over is left alone.
 */
export async function enrollAgain(
  tx: Tx,
  deps: WorkerDeps,
  { stepId, actor }: z.output<typeof enrollAgainAct>,
): Promise<InboxOutcome> {
  const step = await tx
    .selectFrom("enrollment_steps as s")
    .innerJoin("enrollments as e", "e.id", "s.enrollment_id")
    .select("s.status")
    .where("s.id", "=", stepId)
    .where("e.status", "=", "active")
    .executeTakeFirst();
  if (step?.status === "failed" || step?.status === "enrolling")
    await retryStepNow(tx, deps, stepId, actor, "an admin asked to enroll again");
  else if (step?.status === "in_progress")
    await deps.queue.enqueue(tx, "check-enrollment", [{ data: { stepId, actor }, key: stepId }]);
  else return "ignored";
  return "applied";
}

/**
 * Asks the partner whether it knows the enrollment of a running step. If not, the step fails and is enrolled anew;
 * known, nothing changes but the news. Safe to repeat.
 */
export async function checkEnrollment(deps: WorkerDeps, run: Run<"check-enrollment">): Promise<void> {
  const { stepId, actor } = run.data;
  const running = await findRunningEnrollment(deps.db.kysely, stepId);
  if (!running || (await readAnew(deps, running))) return;
  await asItself(deps.db, async (tx) => {
    if (!(await endForgottenEnrollment(tx, running.id))) return;
    await markStepFailed(tx, stepId, ENROLLMENT_LOST, "the partner does not know the enrollment");
    await retryStepNow(tx, deps, stepId, actor, "an admin asked to enroll again");
  });
}

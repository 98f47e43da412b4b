import { z } from "zod";
import { findStepsWithRequiredCourses } from "#lib/db/companions.ts";
import type { Tx } from "#lib/db/client.ts";
import type { InboxOutcome } from "#lib/inbox/events.ts";
import { queueCompanions } from "#lib/automation/queue-companions.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** `companions.enroll` in the inbox. */
export const companionsAct = z.object({
  studentId: z.uuid(),
  partner: z.string().max(63),
  actor: z.string().max(100),
});

/** Queues the required courses of every running step a student has at a partner; none: nothing happens. */
export async function findCompanionSteps(
  tx: Tx,
  deps: WorkerDeps,
  { studentId, partner }: z.output<typeof companionsAct>,
): Promise<InboxOutcome> {
  const steps = await findStepsWithRequiredCourses(tx, studentId, partner);
  for (const stepId of steps) await queueCompanions(tx, deps, { stepId, partner });
  return steps.length > 0 ? "applied" : "ignored";
}

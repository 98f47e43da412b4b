/** A provider is switched off or on again: everybody who waits or learns there is told and followed up. */
import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { findEnrollmentRecipient, findStepFacts } from "#lib/db/enrollments.ts";
import { openFailure } from "#lib/db/failures.ts";
import {
  findStepsHeldUp,
  findStepsThere,
  resolveSwitchFailures,
  switchProviderTo,
  type StepThere,
} from "#lib/db/provider-switch.ts";
import type { InboxOutcome } from "#lib/inbox/events.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import { retryStepNow } from "#lib/automation/retry-failure.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** `provider.switch` in the inbox. */
export const switchAct = z.object({
  providerId: z.uuid(),
  active: z.boolean(),
  actor: z.string().max(100),
});

/**
 * Switches a provider. Off: one failure for each step that waits or runs there, and a mail to its student. On: they are
 * resolved and what waited goes on. `actId` tells this act from the next: a student is written to once for each.
 * A provider that is as wanted already is left alone.
 */
export async function switchProvider(
  tx: Tx,
  deps: WorkerDeps,
  act: z.output<typeof switchAct>,
  actId: string,
): Promise<InboxOutcome> {
  if (!(await switchProviderTo(tx, act.providerId, act.active))) return "ignored";
  if (act.active) await goOn(tx, deps, act);
  else await tellEverybody(tx, deps, act.providerId, actId);
  return "applied";
}

async function tellEverybody(tx: Tx, deps: WorkerDeps, providerId: string, actId: string): Promise<void> {
  for (const step of await findStepsThere(tx, providerId)) {
    await openFailure(tx, {
      // A step that is being enrolled has its own failure, which its job goes on with.
      subject: failureAbout(step.status === "enrolling" ? "step" : "provider", step.stepId),
      reason: "provider_inactive",
      owner: "admin",
      message: "The provider is switched off.",
      retryInSeconds: null,
      studentId: step.studentId,
      providerId,
      courseId: step.courseId,
      programId: step.programId,
      enrollmentId: step.enrollmentId,
      stepId: step.stepId,
    });
    await tellStudent(tx, deps, step, actId);
  }
}

async function tellStudent(tx: Tx, deps: WorkerDeps, step: StepThere, actId: string): Promise<void> {
  const recipient = await findEnrollmentRecipient(tx, step.enrollmentId);
  const facts = await findStepFacts(tx, step.stepId);
  if (!recipient || !facts) return;
  await queueMail(tx, deps, {
    recipient,
    template: "partner-unavailable",
    subjectKey: `${step.stepId}:${actId}`,
    data: {
      programTitle: recipient.title,
      ...facts,
      alternatives: step.alternatives,
      ...(isAddress(step.partnerSupport) ? { partnerSupport: step.partnerSupport } : {}),
    },
  });
}

/** What somebody typed into the catalogue may be no address, and must not keep the mail from going out. */
function isAddress(text: string | null): text is string {
  return z.email().safeParse(text).success;
}

/** What waited is tried now; a step that was given up meanwhile for this reason alone is enrolled after all. */
async function goOn(tx: Tx, deps: WorkerDeps, act: z.output<typeof switchAct>): Promise<void> {
  const heldUp = await findStepsHeldUp(tx, act.providerId);
  await resolveSwitchFailures(tx, act.providerId, "the provider is switched on again");
  for (const stepId of heldUp)
    await retryStepNow(tx, deps, stepId, act.actor, "the provider is switched on again");
}

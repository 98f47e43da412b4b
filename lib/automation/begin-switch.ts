/** What a student asked for about switching, written down: the worker decides by the same rule the page showed. */
import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { resolveFailures } from "#lib/db/failures.ts";
import { lockLeftEnrollment } from "#lib/db/switch-ends.ts";
import { readSwitchFacts } from "#lib/db/switch-facts.ts";
import { addRefusedSwitch, addSwitch, endSwitch, findOpenSwitch, lockOpenSwitch } from "#lib/db/switches.ts";
import type { InboxOutcome } from "#lib/inbox/events.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { switchToken } from "#lib/automation/preview-switch.ts";
import { queueSwitch } from "#lib/automation/queue-switch.ts";
import { restartEnrolling } from "#lib/automation/restart-enrolling.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { planSwitch } from "#lib/domain/switch-plan.ts";

/** `partner.switch` in the inbox. */
export const switchPartnerAct = z.object({
  stepId: z.uuid(),
  optionId: z.uuid(),
  token: z.string().max(100),
  studentId: z.uuid(),
});

/** `partner.switch-withdrawn` in the inbox. */
export const switchWithdrawnAct = z.object({ switchId: z.uuid(), studentId: z.uuid() });

/** Writes the wish and its job, or why nothing comes of it. A step of somebody else's is left alone. */
export async function beginSwitch(
  tx: Tx,
  deps: Pick<WorkerDeps, "queue">,
  act: z.output<typeof switchPartnerAct>,
): Promise<InboxOutcome> {
  const { stepId, studentId, optionId } = act;
  await lockLeftEnrollment(tx, stepId);
  const facts = await readSwitchFacts(tx, { stepId, studentId });
  if (!facts) return "ignored";
  const actor = `user:${studentId}`;
  const planned = planSwitch(facts, optionId);
  if (!planned.ok || switchToken(facts, planned.plan) !== act.token) {
    const reason = planned.ok ? "changed" : planned.reason;
    // Asked twice: the first wish is being carried out, which the student sees.
    if (reason !== "switching_already") await addRefusedSwitch(tx, { facts, optionId, reason, actor });
    return "applied";
  }
  const switchId = await addSwitch(tx, { facts, plan: planned.plan, actor });
  if (!switchId) return "ignored";
  await queueSwitch(tx, deps, { switchId, partner: facts.from.partner.slug });
  return "applied";
}

/** Ends a wish its student took back, unless the old partner was asked already: then it is too late. */
export async function endWithdrawnSwitch(
  tx: Tx,
  deps: WorkerDeps,
  { switchId, studentId }: z.output<typeof switchWithdrawnAct>,
): Promise<InboxOutcome> {
  const found = await findOpenSwitch(tx, switchId);
  if (!found || found.studentId !== studentId) return "ignored";
  await lockLeftEnrollment(tx, found.stepId);
  const wish = await lockOpenSwitch(tx, switchId);
  if (!wish || wish.wasAsked) return "ignored";
  await endSwitch(tx, switchId, { status: "withdrawn" });
  await restartEnrolling(tx, deps, wish);
  await resolveFailures(tx, failureAbout("switch", switchId), "the student withdrew the switch");
  return "applied";
}

import { z } from "zod";
import { sql } from "kysely";
import { asItself, type Tx } from "#lib/db/client.ts";
import { retryStep } from "#lib/db/steps.ts";
import { findInboxEvent, markInboxEvent, type InboxOutcome } from "#lib/inbox/events.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { Run } from "#lib/queue/runner.ts";

/** What a page may ask for: written into the inbox by the web, done here by the worker. */
export const retryAct = z.object({ failureId: z.uuid(), actor: z.string().max(100) });

/** Does what an admin asked for, once. An open failure is tried again now; a closed one is left alone. */
export async function handleAdminAct(deps: WorkerDeps, run: Run<"handle-admin-act">): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const event = await findInboxEvent(tx, run.data.inboxId);
    if (!event || event.handled) return;
    const act = retryAct.parse(JSON.parse(event.body));
    await markInboxEvent(tx, event.id, await retryFailure(tx, deps, act));
  });
}

async function retryFailure(tx: Tx, deps: WorkerDeps, act: z.output<typeof retryAct>): Promise<InboxOutcome> {
  const failure = await tx
    .updateTable("partner_lms_enrollment_failures")
    .set({ next_retry_at: sql`now()`, updated_at: sql`now()` })
    .where("id", "=", act.failureId)
    .where("resolved_at", "is", null)
    .returning(["id", "subject", "step_id", "order_id", "enrollment_id"])
    .executeTakeFirst();
  if (!failure) return "ignored";
  if (failure.step_id) await retryStepNow(tx, deps, failure.step_id, act.actor);
  else if (failure.order_id)
    await deps.queue.enqueue(tx, "settle-order", [
      { data: { orderId: failure.order_id }, key: failure.order_id },
    ]);
  else if (failure.enrollment_id) {
    const { enrollment_id: enrollmentId } = failure;
    await deps.queue.enqueue(tx, "issue-certificate", [{ data: { enrollmentId }, key: enrollmentId }]);
  } else if (failure.subject.startsWith("checkout:")) {
    const sessionId = failure.subject.slice("checkout:".length);
    await deps.queue.enqueue(tx, "settle-checkout", [{ data: { sessionId }, key: sessionId }]);
  } else await retryEventOrMail(tx, deps, failure.subject);
  return "applied";
}

/** A failed step goes back to enrolling; one that waits for its next try need not wait. */
async function retryStepNow(tx: Tx, deps: WorkerDeps, stepId: string, actor: string): Promise<void> {
  await retryStep(tx, stepId, actor, "an admin asked to try again");
  const { partner } = await tx
    .selectFrom("enrollment_steps as s")
    .innerJoin("partner_lms_providers as p", "p.id", "s.provider_id")
    .select("p.provider_type as partner")
    .where("s.id", "=", stepId)
    .executeTakeFirstOrThrow();
  await deps.queue.enqueue(tx, "enroll-step", [{ data: { stepId }, key: stepId, group: partner }]);
  await deps.queue.hurry(tx, "enroll-step", stepId);
}

async function retryEventOrMail(tx: Tx, deps: WorkerDeps, subject: string): Promise<void> {
  const [kind, id] = subject.split(":", 2);
  if (kind === "mail" && id) await deps.queue.enqueue(tx, "send-mail", [{ data: { mailId: id }, key: id }]);
  if (kind !== "event" || !id) return;
  await tx
    .updateTable("inbox_events")
    .set({ relayed_at: null, handled_at: null })
    .where("id", "=", id)
    .execute();
}

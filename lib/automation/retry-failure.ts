/** An open failure is tried again now: which job that is follows from what the failure is about. */
import { sql } from "kysely";
import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { grantRetake } from "#lib/db/retakes.ts";
import { retryStep } from "#lib/db/steps.ts";
import type { InboxOutcome } from "#lib/inbox/events.ts";
import { readSubject } from "#lib/automation/failure-subject.ts";
import { queueCompanions } from "#lib/automation/queue-companions.ts";
import { queueSwitch } from "#lib/automation/queue-switch.ts";
import { queueSync } from "#lib/automation/queue-sync.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** `failure.retry` in the inbox. */
export const retryAct = z.object({ failureId: z.uuid(), actor: z.string().max(100) });

interface OpenFailure {
  /** What follows the kind in its subject. */
  about: string;
  reason: string;
  /** Slug of its provider; empty where it has none. */
  partner: string;
  actor: string;
}

type Retry = (tx: Tx, deps: WorkerDeps, failure: OpenFailure) => Promise<unknown>;

const RETRIES: Readonly<Record<string, Retry>> = {
  step: (tx, deps, { about, actor }) => retryStepNow(tx, deps, about, actor),
  order: (tx, deps, { about }) =>
    deps.queue.enqueue(tx, "settle-order", [{ data: { orderId: about }, key: about }]),
  certificate: (tx, deps, { about }) =>
    deps.queue.enqueue(tx, "issue-certificate", [{ data: { enrollmentId: about }, key: about }]),
  checkout: (tx, deps, { about }) =>
    deps.queue.enqueue(tx, "settle-checkout", [{ data: { sessionId: about }, key: about }]),
  mail: (tx, deps, { about }) =>
    deps.queue.enqueue(tx, "send-mail", [{ data: { mailId: about }, key: about }]),
  event: (tx, _deps, { about }) => relayAgain(tx, about),
  retake: (tx, deps, failure) => retryRetake(tx, deps, failure),
  deadline: (tx, deps, { about, partner }) => queueSync(tx, deps, { id: about, partner }),
  companions: (tx, deps, { about, partner }) => queueCompanions(tx, deps, { stepId: about, partner }),
  record: (tx, deps, { about, partner }) => retryRecord(tx, deps, about, partner),
  switch: (tx, deps, { about, partner }) => queueSwitch(tx, deps, { switchId: about, partner }),
  refund: (tx, deps, { about }) =>
    deps.queue.enqueue(tx, "refund-switch", [{ data: { switchId: about }, key: about }]),
  voucher: (tx, deps, { about }) =>
    deps.queue.enqueue(tx, "release-voucher", [{ data: { voucherId: about }, key: about }]),
};

/** Tries an open failure again now; a closed one, or one that only a person can end, is left alone. */
export async function retryFailure(
  tx: Tx,
  deps: WorkerDeps,
  act: z.output<typeof retryAct>,
): Promise<InboxOutcome> {
  const row = await tx
    .updateTable("partner_lms_enrollment_failures as f")
    .set({ next_retry_at: sql`now()`, updated_at: sql`now()` })
    .where("id", "=", act.failureId)
    .where("resolved_at", "is", null)
    .returning(["subject", "reason"])
    .returning(
      sql<string>`coalesce((select provider_type from public.partner_lms_providers p where p.id = f.provider_id), '')`.as(
        "partner",
      ),
    )
    .executeTakeFirst();
  if (!row) return "ignored";
  const { kind, id: about } = readSubject(row.subject);
  const retry = Object.hasOwn(RETRIES, kind) ? RETRIES[kind] : undefined;
  if (!retry) return "ignored";
  await retry(tx, deps, { about, reason: row.reason, partner: row.partner, actor: act.actor });
  return "applied";
}

/** A failed step goes back to enrolling; one that waits for its next try need not wait. */
export async function retryStepNow(
  tx: Tx,
  deps: WorkerDeps,
  stepId: string,
  actor: string,
  cause = "an admin asked to try again",
): Promise<void> {
  await retryStep(tx, stepId, actor, cause);
  const { partner } = await tx
    .selectFrom("enrollment_steps as s")
    .innerJoin("partner_lms_providers as p", "p.id", "s.provider_id")
    .select("p.provider_type as partner")
    .where("s.id", "=", stepId)
    .executeTakeFirstOrThrow();
  await deps.queue.enqueue(tx, "enroll-step", [{ data: { stepId }, key: stepId, group: partner }]);
  await deps.queue.hurry(tx, "enroll-step", stepId);
}

/** Where the tries included are used up, asking again grants one more. */
async function retryRetake(tx: Tx, deps: WorkerDeps, { about, reason, partner }: OpenFailure): Promise<void> {
  const included = deps.descriptors.find(({ slug }) => slug === partner)?.retakesIncluded ?? 0;
  if (reason === "retakes_used_up" || reason === "voucher_expired") await grantRetake(tx, about, included);
  // Under a key of its own: the job that opened the failure may still be ending, and would swallow this one.
  const job = { data: { partnerEnrollmentId: about }, key: `${about}:again`, group: partner };
  await deps.queue.enqueue(tx, "arrange-retake", [job]);
  await deps.queue.hurry(tx, "arrange-retake", job.key);
}

async function retryRecord(tx: Tx, deps: WorkerDeps, id: string, partner: string): Promise<void> {
  const job = { data: { partnerEnrollmentId: id }, key: id, group: partner };
  await deps.queue.enqueue(tx, "fetch-partner-certificate", [job]);
  await deps.queue.hurry(tx, "fetch-partner-certificate", id);
}

async function relayAgain(tx: Tx, inboxId: string): Promise<void> {
  await tx
    .updateTable("inbox_events")
    .set({ relayed_at: null, handled_at: null })
    .where("id", "=", inboxId)
    .execute();
}

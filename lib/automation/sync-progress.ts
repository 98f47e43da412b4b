/** Asks partners how far students are. What comes back takes the same road as their webhooks. */
import { sql } from "kysely";
import { asItself, type Tx } from "#lib/db/client.ts";
import { applyPartnerEvent } from "#lib/automation/apply-partner-event.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { PartnerEvent } from "#lib/domain/partner-event.ts";
import type { PartnerProgress } from "#lib/partners/base.ts";
import { SYNC_EVERY_SECONDS } from "#lib/db/partner-enrollments.ts";
import type { Run } from "#lib/queue/runner.ts";

/** Enrollments queued in one round; the next round, a minute later, goes on. */
const ROUND = 500;

/** Queues a sync for every living partner enrollment that is due, oldest first; none twice in a round. */
export async function syncAllActivePartnerEnrollments(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const due = await takeDue(tx);
    await deps.queue.enqueue(
      tx,
      "sync-partner-enrollment",
      due.map(({ id, partner }) => ({ data: { partnerEnrollmentId: id }, key: id, group: partner })),
    );
  });
}

async function takeDue(tx: Tx): Promise<{ id: string; partner: string }[]> {
  const { rows } = await sql<{ id: string; partner: string }>`
    update public.partner_lms_enrollments e
    set next_sync_at = now() + make_interval(secs => ${SYNC_EVERY_SECONDS})
    from public.partner_lms_providers p
    where p.id = e.provider_id and p.active and e.id in (
      select id from public.partner_lms_enrollments
      where status = 'active' and next_sync_at <= now()
      order by next_sync_at limit ${ROUND} for update skip locked
    )
    returning e.id, p.provider_type as partner`.execute(tx);
  return rows;
}

/** Asks the partner about one enrollment and applies the answer. Safe to repeat. */
export async function syncSingleEnrollment(
  deps: WorkerDeps,
  run: Run<"sync-partner-enrollment">,
): Promise<void> {
  const row = await asItself(deps.db, (tx) => findLiving(tx, run.data.partnerEnrollmentId));
  if (!row?.external_enrollment_id) return;
  const progress = await deps.findConnector(row.provider_type).getProgress(row.external_enrollment_id);
  if (!progress) return;
  await asItself(deps.db, (tx) => applyPartnerEvent(tx, deps, row.provider_type, asEvent(progress)));
}

async function findLiving(tx: Tx, id: string) {
  return tx
    .selectFrom("partner_lms_enrollments as e")
    .innerJoin("partner_lms_providers as p", "p.id", "e.provider_id")
    .select(["e.external_enrollment_id", "p.provider_type"])
    .where("e.id", "=", id)
    .where("e.status", "=", "active")
    .executeTakeFirst();
}

function asEvent(progress: PartnerProgress): PartnerEvent {
  return {
    type: progress.completed ? "course.completed" : "progress.updated",
    externalEnrollmentId: progress.externalEnrollmentId,
    occurredAt: null,
    progress: progress.progress,
    certificate: progress.certificate,
    standing: progress.standing,
  };
}

/** Asks partners how far students are. What comes back takes the same road as their webhooks. */
import { asItself } from "#lib/db/client.ts";
import { findLivingEnrollment, findPartnersDue } from "#lib/db/sync-leases.ts";
import { readAnew } from "#lib/automation/read-anew.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { logWarn } from "#lib/logger.ts";
import type { Run } from "#lib/queue/runner.ts";

/** Queues a round for every partner that has enrollments due. A partner whose round still runs goes on with that one. */
export async function syncAllActivePartnerEnrollments(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const partners = await findPartnersDue(tx);
    await deps.queue.enqueue(
      tx,
      "sync-partner",
      partners.map((partner) => ({ data: { partner }, key: partner })),
    );
  });
}

/** Asks the partner about one enrollment now and applies the answer. Safe to repeat; one that is over is left alone. */
export async function syncSingleEnrollment(
  deps: WorkerDeps,
  run: Run<"sync-partner-enrollment">,
): Promise<void> {
  const { partnerEnrollmentId } = run.data;
  const living = await asItself(deps.db, (tx) => findLivingEnrollment(tx, partnerEnrollmentId));
  if (!living) return;
  const reading = await readAnew(deps, living);
  if (!reading) logWarn("[syncSingleEnrollment]", { outcome: "unknown at partner", partnerEnrollmentId });
}

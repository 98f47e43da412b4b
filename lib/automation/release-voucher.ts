import { asItself } from "#lib/db/client.ts";
import { resolveFailures } from "#lib/db/failures.ts";
import { finishRelease, startRelease } from "#lib/db/vouchers.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { closePartnerTrouble, recordPartnerTrouble } from "#lib/automation/partner-trouble.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { Run } from "#lib/queue/runner.ts";

/**
 * Gives a reserved voucher back that nobody will use any more: decided in our books first, so that no new try takes it
 * while the partner is told. Given back already, or needed again: nothing happens.
 */
export async function releaseVoucher(deps: WorkerDeps, run: Run<"release-voucher">): Promise<void> {
  const { voucherId } = run.data;
  const subject = failureAbout("voucher", voucherId);
  const toTell = await startRelease(deps.db.kysely, voucherId);
  if (!toTell) return closePartnerTrouble(deps, { subject, attempt: run.attempt });
  try {
    const { partner, externalVoucherId } = toTell;
    await deps.findConnector(partner).releaseVoucher?.(externalVoucherId, `release:${voucherId}`);
    await asItself(deps.db, async (tx) => {
      await finishRelease(tx, voucherId);
      await resolveFailures(tx, subject, "the partner took the voucher back");
    });
  } catch (error) {
    await recordPartnerTrouble(deps, { subject, job: "release-voucher", attempt: run.attempt }, error);
  }
}

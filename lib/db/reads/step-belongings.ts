import type { Tx } from "#lib/db/client.ts";
import { readCompanions, type Companion } from "#lib/db/reads/companions.ts";
import { readPartnerCertificates, type PartnerCertificateRow } from "#lib/db/reads/partner-certificates.ts";
import { readStepEvents, type StepEvent } from "#lib/db/reads/step-events.ts";
import { readStepVouchers, type StepVoucher } from "#lib/db/reads/step-vouchers.ts";

/** What belongs to one step besides itself. */
export interface StepBelongings {
  events: readonly StepEvent[];
  vouchers: readonly StepVoucher[];
  companions: readonly Companion[];
  documents: readonly PartnerCertificateRow[];
}

/** Reads what belongs to the steps of an enrollment; the answer picks out that of one step. Four queries. */
export async function readStepBelongings(
  tx: Tx,
  enrollmentId: string,
): Promise<(stepId: string) => StepBelongings> {
  const events = byStep(await readStepEvents(tx, enrollmentId));
  const vouchers = byStep(await readStepVouchers(tx, enrollmentId));
  const companions = byStep(await readCompanions(tx, [enrollmentId]));
  const documents = byStep(await readPartnerCertificates(tx, [enrollmentId]));
  return (stepId) => ({
    events: events.get(stepId) ?? [],
    vouchers: vouchers.get(stepId) ?? [],
    companions: companions.get(stepId) ?? [],
    documents: documents.get(stepId) ?? [],
  });
}

function byStep<T extends { stepId: string | null }>(rows: T[]): Map<string | null, T[]> {
  return Map.groupBy(rows, (row) => row.stepId);
}

/** What a partner answered when it was asked, applied: the only source of a standing. */
import type { Tx } from "#lib/db/client.ts";
import { keepCompanionNews, lockCompanion } from "#lib/db/companions.ts";
import { nameCertificate, savePartnerCertificate } from "#lib/db/partner-certificates.ts";
import { keepProgress, keepReading, lockPartnerEnrollment } from "#lib/db/partner-news.ts";
import { actOnStanding } from "#lib/automation/act-on-standing.ts";
import type { Applied } from "#lib/automation/apply-partner-event.ts";
import { completePartnerCourse } from "#lib/automation/complete-partner-course.ts";
import { checksCertificatesOf } from "#lib/automation/partner-abilities.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { logWarn } from "#lib/logger.ts";
import type { PartnerProgress } from "#lib/partners/base.ts";

/** What came of a reading. `readAgain`: the partner told of a change after the read began. */
export interface AppliedReading {
  outcome: Applied;
  readAgain: boolean;
}

/**
 * Applies one answer in the caller's commit; `startedAt` is when the read began, by the database's clock. An answer
 * older than the one applied last changes no standing. A second time it changes nothing.
 */
export async function applyPartnerReading(
  tx: Tx,
  deps: WorkerDeps,
  partner: string,
  reading: PartnerProgress,
  startedAt: Date,
): Promise<AppliedReading> {
  const enrollment = await lockPartnerEnrollment(tx, partner, reading.externalEnrollmentId);
  if (!enrollment) return { outcome: await applyToCompanion(tx, partner, reading), readAgain: false };
  const over = enrollment.status === "canceled" || enrollment.status === "failed";
  if (over) return { outcome: "ignored", readAgain: false };
  logDifference(enrollment, reading);
  if (reading.certificate) {
    await savePartnerCertificate(tx, enrollment, reading.certificate);
    await nameCertificate(tx, enrollment.id, reading.certificate.number, checksCertificatesOf(deps, partner));
  }
  if (reading.completed) {
    const outcome = await completePartnerCourse(tx, deps, enrollment, reading.standing);
    return { outcome, readAgain: false };
  }
  if (enrollment.status === "completed") return { outcome: "ignored", readAgain: false };
  const overtaken = enrollment.readAt !== null && enrollment.readAt > startedAt;
  if (overtaken) await keepProgress(tx, enrollment.id, reading.progress);
  else {
    await keepReading(tx, enrollment.id, { ...reading, startedAt });
    await actOnStanding(tx, deps, enrollment, reading.standing);
  }
  const readAgain = enrollment.readWantedAt !== null && enrollment.readWantedAt > startedAt;
  return { outcome: "applied", readAgain };
}

async function applyToCompanion(tx: Tx, partner: string, reading: PartnerProgress): Promise<Applied> {
  const companion = await lockCompanion(tx, partner, reading.externalEnrollmentId);
  if (!companion) return "unplaced";
  logDifference(companion, reading);
  const { certificate, progress, completed } = reading;
  if (certificate && companion.partnerEnrollmentId)
    await savePartnerCertificate(tx, { ...companion, id: companion.partnerEnrollmentId }, certificate);
  await keepCompanionNews(tx, companion.id, { progress, completed, readAgain: false });
  return "applied";
}

/** Push and poll disagree: ours is kept where it is further, the partner's word where it says finished. */
function logDifference(
  known: { id: string; progress: number; status: string },
  reading: PartnerProgress,
): void {
  const isCompleted = known.status === "completed";
  if (known.progress === reading.progress && isCompleted === reading.completed) return;
  logWarn("[syncSingleEnrollment]", {
    outcome: "differs",
    kind: isCompleted === reading.completed ? "progress" : "completion",
    partnerEnrollmentId: known.id,
    known: known.progress,
    read: reading.progress,
  });
}

/** What partners send by themselves, applied: an event changes progress and completion, never a standing. */
import { keepCompanionNews, lockCompanion } from "#lib/db/companions.ts";
import type { Tx } from "#lib/db/client.ts";
import { nameCertificate, savePartnerCertificate } from "#lib/db/partner-certificates.ts";
import { keepProgress, lockPartnerEnrollment, wantRead } from "#lib/db/partner-news.ts";
import { completePartnerCourse } from "#lib/automation/complete-partner-course.ts";
import { checksCertificatesOf } from "#lib/automation/partner-abilities.ts";
import { queueSync } from "#lib/automation/queue-sync.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { PartnerEvent, PartnerEventType } from "#lib/domain/partner-event.ts";

export type Applied = "applied" | "ignored" | "unplaced";

/** Events that say that something changed, but not reliably what: they can overtake one another. */
const CALLS_FOR_A_READ: readonly PartnerEventType[] = ["exam.failed", "enrollment.changed"];

/**
 * Applies one fact in the caller's commit. `unplaced`: no enrollment of this partner has that id (yet).
 * The fact touches only an enrollment of the partner it came from; a second time it changes nothing.
 */
export async function applyPartnerEvent(
  tx: Tx,
  deps: WorkerDeps,
  partner: string,
  event: PartnerEvent,
): Promise<Applied> {
  const enrollment = await lockPartnerEnrollment(tx, partner, event.externalEnrollmentId);
  if (!enrollment) return applyToCompanion(tx, deps, partner, event);
  if (enrollment.status === "canceled" || enrollment.superseded) return "ignored";
  if (event.certificate) {
    await savePartnerCertificate(tx, enrollment, event.certificate);
    const needsCheck = checksCertificatesOf(deps, partner);
    await nameCertificate(tx, enrollment.id, event.certificate.number, needsCheck);
  }
  if (event.type === "course.completed") return completePartnerCourse(tx, deps, enrollment, null);
  if (enrollment.status === "completed") return event.certificate ? "applied" : "ignored";
  await keepProgress(tx, enrollment.id, event.progress);
  if (CALLS_FOR_A_READ.includes(event.type)) {
    await wantRead(tx, enrollment.id);
    await queueSync(tx, deps, enrollment);
  }
  return "applied";
}

/** A course taken along with a step's: its certificate is kept with the step's own. */
async function applyToCompanion(
  tx: Tx,
  deps: WorkerDeps,
  partner: string,
  event: PartnerEvent,
): Promise<Applied> {
  const companion = await lockCompanion(tx, partner, event.externalEnrollmentId);
  if (!companion) return "unplaced";
  const { partnerEnrollmentId } = companion;
  if (event.certificate && partnerEnrollmentId)
    await savePartnerCertificate(tx, { ...companion, id: partnerEnrollmentId }, event.certificate);
  const readAgain = CALLS_FOR_A_READ.includes(event.type);
  await keepCompanionNews(tx, companion.id, {
    progress: event.progress,
    completed: event.type === "course.completed",
    readAgain,
  });
  if (readAgain) await queueSync(tx, deps, { id: companion.id, partner });
  return "applied";
}

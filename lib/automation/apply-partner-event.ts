/** The one road for what partners say, whether it was sent or polled. */
import type { Tx } from "#lib/db/client.ts";
import { findEnrollmentRecipient, findStepFacts } from "#lib/db/enrollments.ts";
import { resolveFailures } from "#lib/db/failures.ts";
import {
  keepNews,
  lockPartnerEnrollment,
  savePartnerCertificate,
  type PartnerEnrollmentRow,
} from "#lib/db/partner-enrollments.ts";
import { markStepComplete } from "#lib/db/steps.ts";
import { advanceEnrollment } from "#lib/automation/advance-enrollment.ts";
import { queueMail, type MailDeps } from "#lib/automation/queue-mail.ts";
import type { PartnerEvent } from "#lib/domain/partner-event.ts";

export type Applied = "applied" | "ignored" | "unplaced";

/**
 * Applies one fact in the caller's commit. `unplaced`: no enrollment of this partner has that id (yet).
 * The fact touches only an enrollment of the partner it came from; a second time it changes nothing.
 */
export async function applyPartnerEvent(
  tx: Tx,
  deps: MailDeps,
  partner: string,
  event: PartnerEvent,
): Promise<Applied> {
  const enrollment = await lockPartnerEnrollment(tx, partner, event.externalEnrollmentId);
  if (!enrollment) return "unplaced";
  if (enrollment.status === "canceled") return "ignored";
  if (event.certificate) await savePartnerCertificate(tx, enrollment, event.certificate);
  if (event.type === "course.completed") return complete(tx, deps, enrollment);
  if (enrollment.status === "completed") return event.certificate ? "applied" : "ignored";
  await keepNews(tx, enrollment.id, { progress: event.progress, completed: false });
  return "applied";
}

async function complete(tx: Tx, deps: MailDeps, enrollment: PartnerEnrollmentRow): Promise<Applied> {
  if (enrollment.status !== "completed")
    await keepNews(tx, enrollment.id, { progress: 100, completed: true });
  const actor = `partner:${enrollment.partner}`;
  const moved = await markStepComplete(tx, enrollment.stepId, enrollment.externalEnrollmentId, actor);
  if (!moved) return "ignored";
  await resolveFailures(tx, `step:${enrollment.stepId}`, "the partner says the course is finished");
  const { started } = await advanceEnrollment(tx, deps, enrollment.enrollmentId);
  if (started) await tellWhatIsNext(tx, deps, enrollment, started.stepId);
  return "applied";
}

async function tellWhatIsNext(
  tx: Tx,
  deps: MailDeps,
  finished: PartnerEnrollmentRow,
  nextStepId: string,
): Promise<void> {
  const recipient = await findEnrollmentRecipient(tx, finished.enrollmentId);
  const facts = await findStepFacts(tx, finished.stepId);
  const next = await findStepFacts(tx, nextStepId);
  if (!recipient || !facts || !next) return;
  await queueMail(tx, deps, {
    recipient,
    template: "step-completed",
    subjectKey: finished.stepId,
    data: {
      programTitle: recipient.title,
      ...facts,
      nextPartnerLabel: next.partnerLabel,
      nextCourseName: next.courseName,
    },
  });
}

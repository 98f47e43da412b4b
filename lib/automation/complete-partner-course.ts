/** The partner says a course is finished: the step is, and the next one begins. */
import type { Tx } from "#lib/db/client.ts";
import { findEnrollmentRecipient, findStepFacts } from "#lib/db/enrollments.ts";
import { resolveFailures } from "#lib/db/failures.ts";
import { keepCompletion, type PartnerEnrollmentRow } from "#lib/db/partner-news.ts";
import { markStepComplete } from "#lib/db/steps.ts";
import { advanceEnrollment } from "#lib/automation/advance-enrollment.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { checksCertificatesOf } from "#lib/automation/partner-abilities.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { PartnerStanding } from "#lib/domain/partner-standing.ts";

const RESOLUTION = "the partner says the course is finished";

/**
 * Completes the step of a locked partner enrollment and starts the next, in the caller's commit. `standing` is what was
 * read along with it, null when an event told. Applied by the one call that moved the step; a second changes nothing.
 */
export async function completePartnerCourse(
  tx: Tx,
  deps: WorkerDeps,
  enrollment: PartnerEnrollmentRow,
  standing: PartnerStanding | null,
): Promise<"applied" | "ignored"> {
  if (enrollment.status !== "completed") {
    const checksCertificates = checksCertificatesOf(deps, enrollment.partner);
    await keepCompletion(tx, enrollment, { standing, checksCertificates });
  }
  const actor = `partner:${enrollment.partner}`;
  const moved = await markStepComplete(tx, enrollment.stepId, enrollment.externalEnrollmentId, actor);
  if (!moved) return "ignored";
  await resolveFailures(tx, subjectsOf(enrollment), RESOLUTION);
  const { started } = await advanceEnrollment(tx, deps, enrollment.enrollmentId);
  if (started) await tellWhatIsNext(tx, deps, enrollment, started.stepId);
  return "applied";
}

function subjectsOf({ id, stepId }: PartnerEnrollmentRow): string[] {
  return [
    failureAbout("step", stepId),
    failureAbout("provider", stepId),
    failureAbout("companions", stepId),
    failureAbout("retake", id),
    failureAbout("deadline", id),
  ];
}

async function tellWhatIsNext(
  tx: Tx,
  deps: WorkerDeps,
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

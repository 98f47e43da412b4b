/** What follows when enrolling at a partner did not work: a row somebody sees, and a try, or none. */
import { asItself, type Tx } from "#lib/db/client.ts";
import { findEnrollmentRecipient, type StepToEnroll } from "#lib/db/enrollments.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import { failPartnerEnrollment, writeIntent } from "#lib/db/partner-enrollments.ts";
import { markStepFailed } from "#lib/db/steps.ts";
import { expireVoucher } from "#lib/db/vouchers.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { judge, longestWait, type Verdict } from "#lib/automation/partner-trouble.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import { setupFailed } from "#lib/domain/failed-step.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { PartnerAPIError } from "#lib/partners/base.ts";
import { RETRY_WINDOW_SECONDS } from "#lib/queue/jobs.ts";

/**
 * Opens or updates the step's failure. While it may be retried the step stays `enrolling` and the error is
 * thrown on, so that the queue runs the job again; refused by the partner, or after 72 hours, the step fails.
 */
export async function recordEnrollFailure(
  deps: WorkerDeps,
  step: StepToEnroll,
  attempt: number,
  error: unknown,
): Promise<void> {
  const verdict = judge(error);
  const again = await asItself(deps.db, async (tx) => {
    const openSeconds = await openStepFailure(tx, step, verdict, attempt);
    const retry = verdict.retry && openSeconds < RETRY_WINDOW_SECONDS;
    if (verdict.reason === "provider_inactive") await forgetSwitchFailure(tx, step.stepId);
    if (!retry) await giveUp(tx, deps, step, verdict.reason, error);
    return retry;
  });
  if (again) throw error;
}

async function openStepFailure(
  tx: Tx,
  step: StepToEnroll,
  verdict: Verdict,
  attempt: number,
): Promise<number> {
  return openFailure(tx, {
    subject: failureAbout("step", step.stepId),
    reason: verdict.reason,
    owner: verdict.owner,
    message: verdict.message,
    retryInSeconds: verdict.retry ? longestWait("enroll-step", attempt) : null,
    studentId: step.student.studentId,
    providerId: step.provider.id,
    courseId: step.course.id,
    programId: step.programId,
    enrollmentId: step.enrollmentId,
    stepId: step.stepId,
  });
}

/** A waiting step was told of when its provider was switched off: now that it runs, one row about it is enough. */
async function forgetSwitchFailure(tx: Tx, stepId: string): Promise<void> {
  await resolveFailures(tx, failureAbout("provider", stepId), "the step's own failure says it now");
}

/** The step fails with a sentence and a mail for the student, and the intent ends, so that a retry starts afresh. */
async function giveUp(
  tx: Tx,
  deps: WorkerDeps,
  step: StepToEnroll,
  reason: string,
  error: unknown,
): Promise<void> {
  const intent = await writeIntent(tx, step);
  if (!(await markStepFailed(tx, step.stepId, setupFailed(step.provider.name), reason))) return;
  await failPartnerEnrollment(tx, intent.id);
  // A code the partner does not take is of no use to the next try either.
  if (error instanceof PartnerAPIError && error.voucherRefused) await expireVoucher(tx, intent.id, 1);
  const recipient = await findEnrollmentRecipient(tx, step.enrollmentId);
  if (!recipient) return;
  await queueMail(tx, deps, {
    recipient,
    template: "enrollment-delayed",
    subjectKey: step.stepId,
    data: { programTitle: recipient.title, partnerLabel: step.provider.name, courseName: step.course.name },
  });
}

/** What follows when enrolling at a partner did not work: a row somebody sees, and a try, or none. */
import { asItself, type Tx } from "#lib/db/client.ts";
import { findEnrollmentRecipient, type StepToEnroll } from "#lib/db/enrollments.ts";
import { openFailure, type FailureOwner } from "#lib/db/failures.ts";
import { failPartnerEnrollment, writeIntent } from "#lib/db/partner-enrollments.ts";
import { markStepFailed } from "#lib/db/steps.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { PartnerAPIError, type PartnerErrorKind } from "#lib/partners/base.ts";
import { JOB_RULES, RETRY_WINDOW_SECONDS } from "#lib/queue/jobs.ts";

/** The provider was switched off after the student bought: enrolled as soon as it is back. */
export class ProviderInactiveError extends Error {
  override readonly name = "ProviderInactiveError";
}

interface Verdict {
  reason: string;
  owner: FailureOwner;
  message: string;
  /** False: nothing changes by asking again, a person has to act. */
  retry: boolean;
}

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
    if (!retry) await giveUp(tx, deps, step, verdict.reason);
    return retry;
  });
  if (again) throw error;
}

const BY_KIND: Record<PartnerErrorKind, Omit<Verdict, "message">> = {
  retry: { reason: "partner_unavailable", owner: "partner", retry: true },
  rejected: { reason: "partner_rejected", owner: "partner", retry: false },
  action_required: { reason: "partner_needs_action", owner: "admin", retry: false },
  misconfigured: { reason: "partner_misconfigured", owner: "us", retry: true },
};

/** Unique violations: the partner gave an id that another student has. */
const ID_TAKEN = "23505";

function judge(error: unknown): Verdict {
  if (error instanceof PartnerAPIError) return { ...BY_KIND[error.kind], message: error.message };
  if (error instanceof ProviderInactiveError) {
    return {
      reason: "provider_inactive",
      owner: "admin",
      message: "The provider is switched off.",
      retry: true,
    };
  }
  if ((error as { code?: unknown }).code === ID_TAKEN) {
    return {
      reason: "partner_id_taken",
      owner: "partner",
      message: "The partner answered with an id that belongs to another student.",
      retry: false,
    };
  }
  return {
    reason: "internal_error",
    owner: "us",
    message: `Enrolling stopped: ${nameOf(error)}.`,
    retry: true,
  };
}

async function openStepFailure(
  tx: Tx,
  step: StepToEnroll,
  verdict: Verdict,
  attempt: number,
): Promise<number> {
  return openFailure(tx, {
    subject: `step:${step.stepId}`,
    reason: verdict.reason,
    owner: verdict.owner,
    message: verdict.message,
    retryInSeconds: verdict.retry ? longestWait(attempt) : null,
    studentId: step.student.studentId,
    providerId: step.provider.id,
    courseId: step.course.id,
    programId: step.programId,
    enrollmentId: step.enrollmentId,
    stepId: step.stepId,
  });
}

/** The step fails with a sentence and a mail for the student, and the intent ends, so that a retry starts afresh. */
async function giveUp(tx: Tx, deps: WorkerDeps, step: StepToEnroll, reason: string): Promise<void> {
  const intent = await writeIntent(tx, step);
  const sentence = `${step.provider.name} could not set up your course. We have been told and are on it.`;
  if (!(await markStepFailed(tx, step.stepId, sentence, reason))) return;
  await failPartnerEnrollment(tx, intent.id);
  const recipient = await findEnrollmentRecipient(tx, step.enrollmentId);
  if (!recipient) return;
  await queueMail(tx, deps, {
    recipient,
    template: "enrollment-delayed",
    subjectKey: step.stepId,
    data: { programTitle: recipient.title, partnerLabel: step.provider.name, courseName: step.course.name },
  });
}

/** Seconds until the queue runs the job again, at most: see retryDelay and backoff in lib/queue/jobs.ts. */
function longestWait(attempt: number): number {
  const rules = JOB_RULES["enroll-step"];
  return Math.min(rules.retryDelayMax, rules.retryDelay * 2 ** Math.min(16, attempt));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown error";
}

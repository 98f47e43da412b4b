import { asItself, type Database } from "#lib/db/client.ts";
import { openFailure } from "#lib/db/failures.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { logWarn } from "#lib/logger.ts";
import type { DeadJob } from "#lib/queue/queue.ts";

/** Opens a failure for a job that ran out of tries: nothing that was accepted ends without somebody seeing it. */
export async function recordDeadJob(deps: { db: Database }, job: DeadJob): Promise<void> {
  const ids = (job.data ?? {}) as Record<string, string | undefined>;
  logWarn("[deadJob]", { job: job.name });
  await asItself(deps.db, (tx) =>
    openFailure(tx, {
      subject: subjectOf(job.name, ids),
      reason: "dead_job",
      owner: "us",
      message: `The job ${job.name} ran out of tries.`,
      retryInSeconds: null,
      orderId: ids["orderId"] ?? null,
      enrollmentId: ids["enrollmentId"] ?? null,
      stepId: ids["stepId"] ?? null,
    }),
  );
}

/** The same subject that the job's success resolves. */
function subjectOf(name: string, ids: Record<string, string | undefined>): string {
  const { inboxId, stepId, orderId, enrollmentId, mailId, sessionId, partnerEnrollmentId, voucherId } = ids;
  if (inboxId) return failureAbout("event", inboxId);
  if (stepId) return failureAbout(name === "enroll-companions" ? "companions" : "step", stepId);
  if (orderId) return failureAbout("order", orderId);
  if (enrollmentId) return failureAbout("certificate", enrollmentId);
  if (mailId) return failureAbout("mail", mailId);
  if (voucherId) return failureAbout("voucher", voucherId);
  if (partnerEnrollmentId && name === "arrange-retake") return failureAbout("retake", partnerEnrollmentId);
  if (partnerEnrollmentId && name === "fetch-partner-certificate")
    return failureAbout("record", partnerEnrollmentId);
  return sessionId ? failureAbout("checkout", sessionId) : failureAbout("job", name);
}

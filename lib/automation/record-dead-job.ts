import { asItself, type Database } from "#lib/db/client.ts";
import { openFailure } from "#lib/db/failures.ts";
import { logWarn } from "#lib/logger.ts";
import type { DeadJob } from "#lib/queue/queue.ts";

/** Opens a failure for a job that ran out of tries: nothing that was accepted ends without somebody seeing it. */
export async function recordDeadJob(deps: { db: Database }, job: DeadJob): Promise<void> {
  const ids = (job.data ?? {}) as Record<string, string | undefined>;
  logWarn("[deadJob]", { job: job.name });
  await asItself(deps.db, (tx) =>
    openFailure(tx, {
      subject: subjectOf(ids) ?? `job:${job.name}`,
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
function subjectOf(ids: Record<string, string | undefined>): string | undefined {
  const { inboxId, stepId, orderId, enrollmentId, mailId, sessionId } = ids;
  if (inboxId) return `event:${inboxId}`;
  if (stepId) return `step:${stepId}`;
  if (orderId) return `order:${orderId}`;
  if (enrollmentId) return `certificate:${enrollmentId}`;
  if (mailId) return `mail:${mailId}`;
  return sessionId && `checkout:${sessionId}`;
}

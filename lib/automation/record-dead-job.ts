import { asItself, type Database } from "#lib/db/client.ts";
import { openFailure } from "#lib/db/failures.ts";
import { logWarn } from "#lib/logger.ts";
import type { DeadJob } from "#lib/queue/queue.ts";

/** Opens a failure for a job that ran out of tries: nothing that was accepted ends without somebody seeing it. */
export async function recordDeadJob(deps: { db: Database }, job: DeadJob): Promise<void> {
  const ids = (job.data ?? {}) as Record<string, string | undefined>;
  const about =
    ids["stepId"] ?? ids["orderId"] ?? ids["enrollmentId"] ?? ids["inboxId"] ?? ids["mailId"] ?? "";
  logWarn("[deadJob]", { job: job.name });
  await asItself(deps.db, (tx) =>
    openFailure(tx, {
      subject: ids["inboxId"] ? `event:${ids["inboxId"]}` : `job:${job.name}:${about}`,
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

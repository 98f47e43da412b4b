/** What a failed partner call means: whose turn it is, and whether asking again can help. */
import { asItself } from "#lib/db/client.ts";
import { openFailure, resolveFailures, type FailureOwner, type NewFailure } from "#lib/db/failures.ts";
import { StockEmptyError } from "#lib/automation/take-voucher.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { PartnerAPIError, type PartnerErrorKind } from "#lib/partners/base.ts";
import { JOB_RULES, RETRY_WINDOW_SECONDS, type JobName } from "#lib/queue/jobs.ts";

/** The provider was switched off: what waits goes on as soon as it is back. */
export class ProviderInactiveError extends Error {
  override readonly name = "ProviderInactiveError";
}

export interface Verdict {
  reason: string;
  owner: FailureOwner;
  message: string;
  /** False: nothing changes by asking again, a person has to act. */
  retry: boolean;
}

const BY_KIND: Record<PartnerErrorKind, Omit<Verdict, "message">> = {
  retry: { reason: "partner_unavailable", owner: "partner", retry: true },
  rejected: { reason: "partner_rejected", owner: "partner", retry: false },
  action_required: { reason: "partner_needs_action", owner: "admin", retry: false },
  misconfigured: { reason: "partner_misconfigured", owner: "us", retry: true },
};

/** Unique violations: the partner gave an id that another student has. */
const ID_TAKEN = "23505";

/** Judges whatever stopped work at a partner. */
export function judge(error: unknown): Verdict {
  if (error instanceof PartnerAPIError) return { ...BY_KIND[error.kind], message: error.message };
  if (error instanceof ProviderInactiveError)
    return verdict("provider_inactive", "admin", "The provider is switched off.", true);
  if (error instanceof StockEmptyError)
    return verdict("stock_empty", "admin", "No code is left in the stock for this course.", true);
  if ((error as { code?: unknown }).code === ID_TAKEN) {
    const message = "The partner answered with an id that belongs to another student.";
    return verdict("partner_id_taken", "partner", message, false);
  }
  return verdict("internal_error", "us", `Work at the partner stopped: ${nameOf(error)}.`, true);
}

/** The job that failed and whom it is about. */
export interface TroubleAt extends Omit<NewFailure, "reason" | "owner" | "message" | "retryInSeconds"> {
  job: JobName;
  /** 0 on the first try. */
  attempt: number;
}

/**
 * Opens or updates the failure of a job about a partner. While asking again can help, for 72 hours, the error is thrown
 * on, so that the queue runs the job again; after that, or when the partner said no, the row waits for a person.
 */
export async function recordPartnerTrouble(deps: WorkerDeps, at: TroubleAt, error: unknown): Promise<void> {
  const { job, attempt, ...about } = at;
  const { retry, ...found } = judge(error);
  const retryInSeconds = retry ? longestWait(job, attempt) : null;
  const openSeconds = await asItself(deps.db, (tx) =>
    openFailure(tx, { ...about, ...found, retryInSeconds }),
  );
  if (retry && openSeconds < RETRY_WINDOW_SECONDS) throw error;
}

/**
 * Closes what earlier tries of a job opened, when the job finds that nothing is left to do: what it was for ended on
 * another road. A first try has nothing to close.
 */
export async function closePartnerTrouble(
  deps: WorkerDeps,
  { subject, attempt }: { subject: string; attempt: number },
): Promise<void> {
  if (attempt === 0) return;
  await asItself(deps.db, (tx) => resolveFailures(tx, subject, "it is not needed any more"));
}

/** Seconds until the queue runs a job again, at most: see retryDelay and backoff in lib/queue/jobs.ts. */
export function longestWait(job: JobName, attempt: number): number {
  const rules = JOB_RULES[job];
  return Math.min(rules.retryDelayMax, rules.retryDelay * 2 ** Math.min(16, attempt));
}

function verdict(reason: string, owner: FailureOwner, message: string, retry: boolean): Verdict {
  return { reason, owner, message, retry };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown error";
}

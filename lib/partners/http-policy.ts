/**
 * How often, how long and how many at once one partner is asked.
 *
 * From the outside in: total deadline, bulkhead, retry, breaker, deadline of one try. The breaker sits inside
 * the retry so that it sees every try; the bulkhead outside, so that a waiting retry keeps its slot.
 */
import {
  CountBreaker,
  DelegateBackoff,
  TimeoutStrategy,
  bulkhead,
  circuitBreaker,
  handleWhen,
  retry,
  timeout,
  wrap,
  type IRetryBackoffContext,
} from "cockatiel";
import { PartnerAPIError } from "#lib/partners/base.ts";

/** Calls that may wait for a slot; beyond it we say `retry` at once instead of piling up. */
const WAITING_CALLS = 5000;

export interface CallLimits {
  /** Requests per call at most. */
  tries: number;
  /** Pause before the second try; doubles for each further one (1-2-4 s). */
  firstDelayMs: number;
  /** Everything together: waiting for a slot, tries and pauses. */
  totalTimeoutMs: number;
  /** One try. */
  attemptTimeoutMs: number;
  /** Opens when over half of the last `size` tries failed, of `minimumCalls` at least; asks again after `halfOpenAfterMs`. */
  breaker: { size: number; minimumCalls: number; halfOpenAfterMs: number };
}

export const DEFAULT_LIMITS: CallLimits = {
  tries: 3,
  firstDelayMs: 1000,
  totalTimeoutMs: 30_000,
  attemptTimeoutMs: 10_000,
  breaker: { size: 20, minimumCalls: 10, halfOpenAfterMs: 10_000 },
};

/** Runs one try at a time under the limits; `attempt` must end soon after its signal aborts. */
export type RunCall = <T>(attempt: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Makes the policy of one partner: calls through it share bulkhead and breaker.
 * `attempt` failures must be PartnerAPIError; cockatiel's own errors (open breaker, full bulkhead, deadline) pass through.
 */
export function callPolicy(limits: CallLimits, concurrency: number): RunCall {
  const { totalTimeoutMs, attemptTimeoutMs, breaker } = limits;
  // Aborting on return as well would cost a stack trace per call for nothing.
  const abortOnReturn = false;
  const deadline = timeout(totalTimeoutMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn });
  const slots = bulkhead(concurrency, WAITING_CALLS);
  const fuse = circuitBreaker(handleWhen(isSickness), {
    halfOpenAfter: breaker.halfOpenAfterMs,
    breaker: new CountBreaker({
      threshold: 0.5,
      size: breaker.size,
      minimumNumberOfCalls: breaker.minimumCalls,
    }),
  });
  const single = timeout(attemptTimeoutMs, { strategy: TimeoutStrategy.Cooperative, abortOnReturn });
  return (attempt) => {
    const again = retryUntil(performance.now() + totalTimeoutMs, limits);
    return wrap(deadline, slots, again, fuse, single).execute(({ signal }) => attempt(signal));
  };
}

function retryUntil(endsAt: number, { tries, firstDelayMs }: CallLimits) {
  const fits = (error: unknown) => performance.now() + (askedPauseMs(error) ?? 0) < endsAt;
  return retry(
    handleWhen((error) => isRetry(error) && fits(error)),
    {
      maxAttempts: tries - 1,
      backoff: new DelegateBackoff(({ attempt, result }: IRetryBackoffContext<unknown>) => {
        const asked = "error" in result ? askedPauseMs(result.error) : null;
        const jitter = Math.random() * 0.25 * firstDelayMs;
        return (asked ?? firstDelayMs * 2 ** (attempt - 1)) + jitter;
      }),
    },
  );
}

function askedPauseMs(error: unknown): number | null {
  const seconds = error instanceof PartnerAPIError ? error.retryAfterSeconds : null;
  return seconds === null ? null : seconds * 1000;
}

function isRetry(error: unknown): boolean {
  return error instanceof PartnerAPIError && error.kind === "retry";
}

/** Failures that tell of a sick partner; a 429 tells of a healthy one that is asked too often. */
function isSickness(error: unknown): boolean {
  return error instanceof PartnerAPIError && error.kind === "retry" && error.status !== 429;
}

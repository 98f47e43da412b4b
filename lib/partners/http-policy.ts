/**
 * How often, how long and how many at once one partner is asked.
 *
 * From the outside in: total deadline, slots, retry, gate (rate and breaker), deadline of one try. The gate sits
 * inside the retry so that it sees every try; the slots outside, so that a waiting retry keeps its slot.
 */
import {
  DelegateBackoff,
  TimeoutStrategy,
  bulkhead,
  handleWhen,
  retry,
  timeout,
  wrap,
  type IRetryBackoffContext,
} from "cockatiel";
import { PartnerAPIError } from "#lib/partners/base.ts";
import type { CallGate } from "#lib/partners/call-gate.ts";
import { callPriority } from "#lib/partners/call-priority.ts";

/** Calls that may wait for a slot; beyond it we say `retry` at once instead of piling up. */
const WAITING_CALLS = 5000;

export interface CallLimits {
  /** Requests per call at most. */
  tries: number;
  /** Pause before the second try; doubles for each further one (1-2-4 s). */
  firstDelayMs: number;
  /** Everything together: waiting for a slot and for the gate, tries and pauses. */
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
 * Makes the policy of one partner: calls through it share slots and gate. Calls of the background take half of the
 * slots at most. `attempt` failures must be PartnerAPIError; cockatiel's own errors (full slots, deadline) and
 * GateClosedError pass through.
 */
export function callPolicy(limits: CallLimits, concurrency: number, gate: CallGate): RunCall {
  const { totalTimeoutMs, attemptTimeoutMs } = limits;
  // Aborting on return as well would cost a stack trace per call for nothing.
  const abortOnReturn = false;
  const deadline = timeout(totalTimeoutMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn });
  const slots = bulkhead(concurrency, WAITING_CALLS);
  const background = wrap(bulkhead(Math.ceil(concurrency / 2), WAITING_CALLS), slots);
  const single = timeout(attemptTimeoutMs, { strategy: TimeoutStrategy.Cooperative, abortOnReturn });
  return (attempt) => {
    const priority = callPriority();
    const again = retryUntil(performance.now() + totalTimeoutMs, limits);
    const place = priority === "people" ? slots : background;
    return wrap(deadline, place, again).execute(async ({ signal }) => {
      const pass = await gate.pass(priority, signal);
      try {
        const answer = await single.execute((context) => attempt(context.signal), signal);
        pass.ended(false);
        return answer;
      } catch (error) {
        pass.ended(isSickness(error));
        throw error;
      }
    });
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

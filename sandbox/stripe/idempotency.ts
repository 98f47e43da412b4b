/** Stripe's idempotent requests: https://docs.stripe.com/api/idempotent_requests */
import { hash } from "node:crypto";
import type { Account } from "#sandbox/stripe/account.ts";
import { StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

export interface Answer {
  status: number;
  /** JSON. */
  body: string;
  /** True when this is the kept answer of an earlier request. */
  replayed: boolean;
}

const KEPT_MS = 24 * 3600 * 1000;
const MAX_KEY_LENGTH = 255;

/**
 * Answers a POST under its key: the first time by `work`, for 24 hours afterwards with the same bytes.
 *
 * Throws StripeApiError 400 `idempotency_error` when the key comes with another endpoint or other parameters.
 * As with Stripe, a request refused before it did anything keeps its key free.
 */
export function answerOnce(
  account: Account,
  request: { key: string; endpoint: string; form: string },
  work: () => object,
): Answer {
  const { key, endpoint } = request;
  if (key.length > MAX_KEY_LENGTH) throw keyError("Idempotency keys are at most 255 characters long.");
  const fingerprint = fingerprintOf(request.form);
  const kept = findKept(account, key);
  if (!kept) {
    const body = JSON.stringify(work());
    account.db
      .prepare("insert or replace into stripe_idempotency_keys values (?, ?, ?, ?, ?, ?)")
      .run(key, endpoint, fingerprint, 200, body, account.now());
    return { status: 200, body, replayed: false };
  }
  if (kept.endpoint !== endpoint) {
    throw keyError(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${endpoint}' instead of '${kept.endpoint}'). Try using a key other than '${key}' if you meant to execute a different request.`,
    );
  }
  if (kept.fingerprint !== fingerprint) {
    throw keyError(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    );
  }
  return { status: kept.status, body: kept.body, replayed: true };
}

interface Kept extends Omit<Answer, "replayed"> {
  endpoint: string;
  fingerprint: string;
}

function findKept(account: Account, key: string): Kept | null {
  const row = account.db
    .prepare(
      "select endpoint, fingerprint, status, body from stripe_idempotency_keys where key = ? and created_at > ?",
    )
    .get(key, account.now() - KEPT_MS);
  return (row as unknown as Kept | undefined) ?? null;
}

/** The same parameters in another order are the same request. */
function fingerprintOf(form: string): string {
  const pairs = [...new URLSearchParams(form)].map((pair) => JSON.stringify(pair));
  return hash("sha256", pairs.toSorted().join());
}

function keyError(message: string): StripeApiError {
  return new StripeApiError(400, { type: "idempotency_error", message });
}

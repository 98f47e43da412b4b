import Stripe from "stripe";
import type { CallOutcome, OnCall } from "#lib/domain/outside-call.ts";
import { PaymentError, type PaymentErrorKind } from "#lib/payments/payment-error.ts";

/** Runs one call to Stripe. */
export type CallStripe = <T>(operation: string, call: () => Promise<T>) => Promise<T>;

/** Runs one call to Stripe; whatever the SDK throws leaves as a PaymentError. `onCall` hears how it ended. */
export async function callStripe<T>(
  operation: string,
  call: () => Promise<T>,
  onCall: OnCall = () => undefined,
): Promise<T> {
  const startedAt = performance.now();
  const report = (outcome: CallOutcome, status: number | null) =>
    onCall({ partner: "stripe", operation, outcome, status, ms: performance.now() - startedAt });
  try {
    const answer = await call();
    report("ok", null);
    return answer;
  } catch (error) {
    const failure = toPaymentError(operation, error);
    report(failure.kind, failure.status);
    throw failure;
  }
}

/** Says what happens next after an error of the SDK. A PaymentError stays as it is. */
export function toPaymentError(operation: string, error: unknown): PaymentError {
  if (error instanceof PaymentError) return error;
  if (!(error instanceof Stripe.errors.StripeError)) {
    return new PaymentError("rejected", { operation, message: "the answer could not be read", cause: error });
  }
  const { statusCode, code, requestId } = error;
  const about = [code ?? error.rawType ?? error.type, error.param, statusCode, requestId].filter(Boolean);
  return new PaymentError(kindOf(error), {
    operation,
    message: about.join(", "),
    status: statusCode,
    code,
    requestId,
    cause: error,
  });
}

function kindOf(error: Stripe.errors.StripeError): PaymentErrorKind {
  const status = error.statusCode;
  if (status === 401 || status === 403) return "misconfigured";
  if (error instanceof Stripe.errors.StripeConnectionError) return "retry";
  // 409: another request holds the same idempotency key; a status-less API error is an unreadable answer.
  if (status === undefined || status === 409 || status === 429 || status >= 500) return "retry";
  return error.code === "rate_limit" || error.code === "lock_timeout" ? "retry" : "rejected";
}

import Stripe from "stripe";
import { PaymentError, type PaymentErrorKind } from "#lib/payments/payment-error.ts";

/** Runs one call to Stripe; whatever the SDK throws leaves as a PaymentError. */
export async function callStripe<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toPaymentError(operation, error);
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

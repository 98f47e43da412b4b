/** What happens next: try again later, give up and show it, or mend our key or address. */
export type PaymentErrorKind = "retry" | "rejected" | "misconfigured";

/**
 * A call to Stripe that did not work. The message names operation, Stripe's code and request id, never
 * what was sent; Stripe's own error is the `cause`.
 *
 * `retry`: no answer, 409, 429, 5xx. `rejected`: Stripe said no. `misconfigured`: key or address is wrong.
 */
export class PaymentError extends Error {
  override readonly name = "PaymentError";
  readonly kind: PaymentErrorKind;
  readonly operation: string;
  /** HTTP status, or null when no answer was read. */
  readonly status: number | null;
  /** Stripe's own code such as `charge_already_refunded`, or null. */
  readonly code: string | null;
  /** Stripe's request id, for their support and logs. */
  readonly requestId: string | null;

  constructor(
    kind: PaymentErrorKind,
    about: {
      operation: string;
      message: string;
      status?: number | undefined;
      code?: string | undefined;
      requestId?: string | undefined;
      cause?: unknown;
    },
  ) {
    super(`Stripe ${about.operation}: ${about.message}`, { cause: about.cause });
    this.kind = kind;
    this.operation = about.operation;
    this.status = about.status ?? null;
    this.code = about.code ?? null;
    this.requestId = about.requestId ?? null;
  }
}

/** Money: opening, reading and refunding Stripe checkouts, and reading Stripe's webhooks. The only room that imports stripe. */
export type { CheckoutFact } from "#lib/payments/checkout-fact.ts";
export { PaymentError, type PaymentErrorKind } from "#lib/payments/payment-error.ts";
export {
  createPayments,
  type CheckoutRequest,
  type EventQuery,
  type ListedEvent,
  type OpenedCheckout,
  type Payments,
  type PaymentsOptions,
  type RefundFact,
  type RefundRequest,
} from "#lib/payments/payments.ts";
export {
  parseStripeEvent,
  type ChargeFact,
  type CheckoutEventType,
  type DisputeEventType,
  type DisputeFact,
  type StripeEvent,
} from "#lib/payments/stripe-event.ts";
export { StripeWebhookRejectedError, verifyStripeWebhook } from "#lib/payments/stripe-webhook.ts";

/** Money: opening, reading and refunding Stripe checkouts, and reading Stripe's webhooks. The only room that imports stripe. */
export type { CheckoutFact } from "#lib/payments/checkout-fact.ts";
export { PaymentError } from "#lib/payments/payment-error.ts";
export { createPayments, type CheckoutRequest, type Payments } from "#lib/payments/payments.ts";
export { parseStripeEvent, type StripeEvent } from "#lib/payments/stripe-event.ts";
export { StripeWebhookRejectedError, verifyStripeWebhook } from "#lib/payments/stripe-webhook.ts";

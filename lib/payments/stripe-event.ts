/** Stripe's webhook bodies as facts. Field names: https://docs.stripe.com/api/events/types */
import { z } from "zod";
import { checkoutSession, metadata, reference, type CheckoutFact } from "#lib/payments/checkout-fact.ts";
import { StripeWebhookRejectedError } from "#lib/payments/stripe-webhook.ts";

const CHECKOUT_EVENT_TYPES = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
] as const;
const DISPUTE_EVENT_TYPES = ["charge.dispute.created", "charge.dispute.closed"] as const;

export type CheckoutEventType = (typeof CHECKOUT_EVENT_TYPES)[number];
export type DisputeEventType = (typeof DISPUTE_EVENT_TYPES)[number];

/** A charge after a refund. Amounts are minor units and totals, not what this event added. */
export interface ChargeFact {
  chargeId: string;
  paymentIntentId: string | null;
  /** `metadata.orderId`, which Stripe copies from the payment. Unchecked text. */
  orderId: string | null;
  amountCents: number;
  amountRefundedCents: number;
  fullyRefunded: boolean;
  currency: string;
  metadata: Record<string, string>;
}

/** A dispute. Stripe copies no metadata onto it: find the order by the payment. */
export interface DisputeFact {
  disputeId: string;
  chargeId: string;
  paymentIntentId: string | null;
  amountCents: number;
  currency: string;
  /** Stripe's word: `needs_response`, `under_review`, `won`, `lost`, … */
  status: string;
  reason: string;
  metadata: Record<string, string>;
}

interface EventFrame {
  id: string;
  /** Stripe's clock; kept for people, decides nothing. */
  createdAt: Date;
  livemode: boolean;
}

/** One Stripe event, told apart by `type`. `other` is everything Baton does not act on. */
export type StripeEvent =
  | (EventFrame & { type: CheckoutEventType; object: CheckoutFact })
  | (EventFrame & { type: "charge.refunded"; object: ChargeFact })
  | (EventFrame & { type: DisputeEventType; object: DisputeFact })
  | (EventFrame & { type: "other"; stripeType: string });

const frame = z.object({
  id: z.string().min(1),
  object: z.literal("event"),
  type: z.string().min(1),
  created: z.int(),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
});

const charge = z
  .object({
    id: z.string(),
    object: z.literal("charge"),
    payment_intent: reference.nullish(),
    amount: z.int(),
    amount_refunded: z.int(),
    refunded: z.boolean(),
    currency: z.string(),
    metadata,
  })
  .transform((object): ChargeFact => ({
    chargeId: object.id,
    paymentIntentId: object.payment_intent ?? null,
    orderId: object.metadata["orderId"] ?? null,
    amountCents: object.amount,
    amountRefundedCents: object.amount_refunded,
    fullyRefunded: object.refunded,
    currency: object.currency,
    metadata: object.metadata,
  }));

const dispute = z
  .object({
    id: z.string(),
    object: z.literal("dispute"),
    charge: reference,
    payment_intent: reference.nullish(),
    amount: z.int(),
    currency: z.string(),
    status: z.string(),
    reason: z.string(),
    metadata,
  })
  .transform((object): DisputeFact => ({
    disputeId: object.id,
    chargeId: object.charge,
    paymentIntentId: object.payment_intent ?? null,
    amountCents: object.amount,
    currency: object.currency,
    status: object.status,
    reason: object.reason,
    metadata: object.metadata,
  }));

const paymentMode = z.object({ mode: z.literal("payment") });

/**
 * Turns the body of a verified webhook (or of a listed event) into facts.
 *
 * Types Baton does not act on, and checkouts that are not in `payment` mode, become `other`.
 * Throws StripeWebhookRejectedError `malformed` when a type it acts on cannot be read. Pure: twice gives the same.
 */
export function parseStripeEvent(rawBody: string): StripeEvent {
  const event = read(frame, parseJson(rawBody));
  const { id, livemode, type } = event;
  const common = { id, createdAt: new Date(event.created * 1000), livemode };
  const { object } = event.data;
  if (isOneOf(CHECKOUT_EVENT_TYPES, type) && paymentMode.safeParse(object).success) {
    return { ...common, type, object: read(checkoutSession, object) };
  }
  if (type === "charge.refunded") return { ...common, type, object: read(charge, object) };
  if (isOneOf(DISPUTE_EVENT_TYPES, type)) return { ...common, type, object: read(dispute, object) };
  return { ...common, type: "other", stripeType: type };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StripeWebhookRejectedError("malformed", { cause });
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StripeWebhookRejectedError("malformed", { cause: parsed.error });
}

function isOneOf<T extends string>(list: readonly T[], text: string): text is T {
  return (list as readonly string[]).includes(text);
}

import { z } from "zod";

/** What Stripe says of one Checkout Session, the same whether it was asked for or came by webhook. */
export interface CheckoutFact {
  sessionId: string;
  /** `client_reference_id`, else `metadata.orderId`. Unchecked text: look it up before believing it. */
  orderId: string | null;
  status: "open" | "complete" | "expired";
  paymentStatus: "paid" | "unpaid" | "no_payment_required";
  /** Minor units. */
  amountTotalCents: number;
  /** Lower-case ISO 4217. */
  currency: string;
  livemode: boolean;
  /** Null until the student tried to pay, and always when the price is 0. */
  paymentIntentId: string | null;
  metadata: Record<string, string>;
  /** Stripe's page; null once the session is no longer open. */
  url: string | null;
}

/** An id that Stripe may have expanded into the whole object. */
export const reference = z.union([z.string(), z.object({ id: z.string() }).transform((object) => object.id)]);

/** Metadata as Stripe sends it; absent counts as empty. */
export const metadata = z
  .record(z.string(), z.string())
  .nullish()
  .transform((pairs) => pairs ?? {});

/** A Checkout Session in `payment` mode. Sessions of other modes do not fit. */
export const checkoutSession = z
  .object({
    id: z.string().min(1),
    object: z.literal("checkout.session"),
    mode: z.literal("payment"),
    client_reference_id: z.string().nullish(),
    status: z.enum(["open", "complete", "expired"]),
    payment_status: z.enum(["paid", "unpaid", "no_payment_required"]),
    amount_total: z.int(),
    currency: z.string(),
    livemode: z.boolean(),
    payment_intent: reference.nullish(),
    metadata,
    url: z.string().nullish(),
  })
  .transform((session): CheckoutFact => ({
    sessionId: session.id,
    orderId: session.client_reference_id ?? session.metadata["orderId"] ?? null,
    status: session.status,
    paymentStatus: session.payment_status,
    amountTotalCents: session.amount_total,
    currency: session.currency,
    livemode: session.livemode,
    paymentIntentId: session.payment_intent ?? null,
    metadata: session.metadata,
    url: session.url ?? null,
  }));

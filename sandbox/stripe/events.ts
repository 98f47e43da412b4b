import type Stripe from "stripe";
import { nowSeconds, type Account } from "#sandbox/stripe/account.ts";
import { newId } from "#sandbox/stripe/ids.ts";

/** The version of Stripe's API this double speaks: that of the pinned SDK, checked by its types. */
export const API_VERSION: Stripe.LatestApiVersion = "2026-10-28.endive";

/** What the double tells Baton. Its webhook endpoint is subscribed to exactly these. */
export type EventType =
  | "checkout.session.completed"
  | "checkout.session.async_payment_succeeded"
  | "checkout.session.async_payment_failed"
  | "checkout.session.expired"
  | "payment_intent.payment_failed"
  | "charge.refunded"
  | "charge.dispute.created"
  | "charge.dispute.closed";

type EventOf<T extends EventType> = Extract<Stripe.Event, { type: T }>;

/** Writes down that something happened, with the object as it is now, and plans the webhook. */
export function recordEvent<T extends EventType>(
  account: Account,
  type: T,
  object: EventOf<T>["data"]["object"],
  previous?: object,
): void {
  const id = newId("evt_1");
  const event = {
    id,
    object: "event",
    api_version: API_VERSION,
    created: nowSeconds(account),
    data: { object, ...(previous ? { previous_attributes: previous } : {}) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  } as unknown as EventOf<T>;
  account.objects.insert(event);
  account.deliveries.plan(id);
}

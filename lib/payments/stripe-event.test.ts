import { describe, expect, it } from "vitest";
import { parseStripeEvent } from "#lib/payments/stripe-event.ts";
import { StripeWebhookRejectedError } from "#lib/payments/stripe-webhook.ts";

const session = {
  id: "cs_test_1",
  object: "checkout.session",
  mode: "payment",
  client_reference_id: "order-1",
  status: "complete",
  payment_status: "paid",
  amount_total: 4900,
  currency: "usd",
  livemode: false,
  payment_intent: "pi_1",
  metadata: { studentId: "s", partnerId: "p", courseId: "c" },
  url: null,
};

function body(type: string, object: object, more: object = {}): string {
  return JSON.stringify({
    id: "evt_1",
    object: "event",
    type,
    created: 1_795_000_000,
    livemode: false,
    data: { object },
    ...more,
  });
}

describe("a Stripe event", () => {
  it.each([
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
  ])("of type %s says what is known of the session", (type) => {
    expect(parseStripeEvent(body(type, session))).toEqual({
      id: "evt_1",
      type,
      createdAt: new Date(1_795_000_000_000),
      livemode: false,
      object: {
        sessionId: "cs_test_1",
        orderId: "order-1",
        status: "complete",
        paymentStatus: "paid",
        amountTotalCents: 4900,
        currency: "usd",
        livemode: false,
        paymentIntentId: "pi_1",
        metadata: { studentId: "s", partnerId: "p", courseId: "c" },
        url: null,
      },
    });
  });

  it("names the order by its metadata when the session carries no reference, and none when neither does", () => {
    const orderIdOf = (object: object): unknown => {
      const event = parseStripeEvent(body("checkout.session.completed", object));
      return "object" in event && "orderId" in event.object ? event.object.orderId : "unread";
    };
    expect(orderIdOf({ ...session, client_reference_id: null, metadata: { orderId: "order-2" } })).toBe(
      "order-2",
    );
    expect(orderIdOf({ ...session, client_reference_id: null, metadata: null })).toBeNull();
  });

  it("reads a payment Stripe expanded, and one that does not exist", () => {
    const expanded = { ...session, payment_intent: { id: "pi_2", object: "payment_intent" } };
    expect(parseStripeEvent(body("checkout.session.completed", expanded))).toMatchObject({
      object: { paymentIntentId: "pi_2" },
    });
    const free = { ...session, payment_intent: null, payment_status: "no_payment_required", amount_total: 0 };
    expect(parseStripeEvent(body("checkout.session.completed", free))).toMatchObject({
      object: { paymentIntentId: null, amountTotalCents: 0, paymentStatus: "no_payment_required" },
    });
  });

  it("says how much of a charge has been refunded", () => {
    const charge = {
      id: "ch_1",
      object: "charge",
      payment_intent: "pi_1",
      amount: 4900,
      amount_refunded: 900,
      refunded: false,
      currency: "usd",
      metadata: { orderId: "order-1" },
    };
    expect(parseStripeEvent(body("charge.refunded", charge))).toMatchObject({
      type: "charge.refunded",
      object: {
        chargeId: "ch_1",
        paymentIntentId: "pi_1",
        orderId: "order-1",
        amountCents: 4900,
        amountRefundedCents: 900,
        fullyRefunded: false,
        currency: "usd",
      },
    });
  });

  it.each(["charge.dispute.created", "charge.dispute.closed"])(
    "of type %s names payment and outcome",
    (type) => {
      const dispute = {
        id: "du_1",
        object: "dispute",
        charge: "ch_1",
        payment_intent: "pi_1",
        amount: 4900,
        currency: "usd",
        status: "lost",
        reason: "fraudulent",
        metadata: {},
      };
      expect(parseStripeEvent(body(type, dispute))).toMatchObject({
        type,
        object: {
          disputeId: "du_1",
          chargeId: "ch_1",
          paymentIntentId: "pi_1",
          amountCents: 4900,
          status: "lost",
        },
      });
    },
  );

  it("is `other` when Baton does not act on its type or on its kind of checkout", () => {
    expect(parseStripeEvent(body("price.created", { id: "price_1" }))).toEqual({
      id: "evt_1",
      type: "other",
      stripeType: "price.created",
      createdAt: new Date(1_795_000_000_000),
      livemode: false,
    });
    const setup = { ...session, mode: "setup", amount_total: null, currency: null };
    expect(parseStripeEvent(body("checkout.session.completed", setup)).type).toBe("other");
    expect(parseStripeEvent(body("toString", {})).type).toBe("other");
  });

  it.each([
    ["is not JSON", "{"],
    ["is a list", "[]"],
    ["has a fractional amount", body("checkout.session.completed", { ...session, amount_total: 49.5 })],
    ["has a text for an amount", body("checkout.session.completed", { ...session, amount_total: "4900" })],
    [
      "has an unheard-of payment status",
      body("checkout.session.completed", { ...session, payment_status: "maybe" }),
    ],
    [
      "has metadata that is not text",
      body("checkout.session.completed", { ...session, metadata: { a: {} } }),
    ],
    ["has no object", body("charge.refunded", {}, { data: {} })],
    ["has a refund without amounts", body("charge.refunded", { id: "ch_1", object: "charge" })],
    ["has no time", body("price.created", {}, { created: null })],
  ])("is refused when it %s", (_what, text) => {
    expect(() => parseStripeEvent(text)).toThrow(new StripeWebhookRejectedError("malformed"));
  });
});

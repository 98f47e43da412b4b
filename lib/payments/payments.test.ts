import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createPayments,
  parseStripeEvent,
  PaymentError,
  verifyStripeWebhook,
  type CheckoutRequest,
  type Payments,
} from "#lib/payments/index.ts";
import {
  lever,
  openDoor,
  press,
  RIG_SECRET,
  startRig,
  type Door,
  type Rig,
} from "#tests/support/stripe-rig.ts";

let order = 0;

/** A request for an order of its own. */
function requestOf(more: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return {
    orderId: `order-${++order}`,
    studentEmail: "student@example.com",
    lines: [
      { name: "Medical Assistant", amountCents: 129_900 },
      { name: "Exam voucher", amountCents: 100 },
    ],
    currency: "USD",
    successUrl: "http://app.test/return?session_id={CHECKOUT_SESSION_ID}",
    cancelUrl: "http://app.test/programs",
    expiresAt: new Date(Date.now() + 3_600_000),
    metadata: { programId: "medical-assistant" },
    ...more,
  };
}

describe("payments through Stripe's library", () => {
  let door: Door;
  let rig: Rig;
  let payments: Payments;
  beforeAll(async () => {
    door = await openDoor();
    rig = await startRig({ appUrl: door.url });
    payments = createPayments({ secretKey: "sk_test_baton", apiBaseUrl: rig.url, maxNetworkRetries: 0 });
  });
  afterAll(async () => {
    await rig.stop();
    await door.close();
  });

  it("open a checkout for the order's price and say when it ends", async () => {
    const request = requestOf();
    const opened = await payments.openCheckout(request);
    expect(opened.url).toBe(`${rig.url}/stripe/checkout/${opened.sessionId}`);
    expect(opened.expiresAt.getTime()).toBe(Math.floor(request.expiresAt.getTime() / 1000) * 1000);
    expect(await payments.getCheckoutSession(opened.sessionId)).toEqual({
      sessionId: opened.sessionId,
      orderId: request.orderId,
      status: "open",
      paymentStatus: "unpaid",
      amountTotalCents: 130_000,
      currency: "usd",
      livemode: false,
      paymentIntentId: null,
      metadata: { programId: "medical-assistant", orderId: request.orderId },
      url: opened.url,
    });
  });

  it("open the same checkout when asked again, also ten times at once", async () => {
    const request = requestOf();
    const opened = await Promise.all(Array.from({ length: 10 }, () => payments.openCheckout(request)));
    expect(new Set(opened.map((checkout) => checkout.sessionId)).size).toBe(1);
  });

  it("refuse another price under the same order", async () => {
    const request = requestOf();
    await payments.openCheckout(request);
    const cheaper = payments.openCheckout({
      ...request,
      lines: [{ name: "Medical Assistant", amountCents: 100 }],
    });
    await expect(cheaper).rejects.toMatchObject({ name: "PaymentError", kind: "rejected", status: 400 });
  });

  it("tell the webhook and the question the same story of a paid order", async () => {
    const { sessionId } = await payments.openCheckout(requestOf());
    await press(rig, sessionId, "card");
    const fact = await payments.getCheckoutSession(sessionId);
    expect(fact).toMatchObject({ status: "complete", paymentStatus: "paid", url: null });
    const ours = (body: string): boolean => body.includes(sessionId);
    await door.until((arrivals) => arrivals.some(({ body }) => ours(body)));
    const { body, signature } = door.arrivals.find((arrival) => ours(arrival.body)) ?? {
      body: "",
      signature: "",
    };
    const { eventId, eventType } = verifyStripeWebhook(body, signature, ["whsec_rotated_in", RIG_SECRET]);
    expect(parseStripeEvent(body)).toMatchObject({ id: eventId, type: eventType, object: fact });
    expect(body.length).toBeGreaterThan(1500);
  });

  it("take an order that costs nothing", async () => {
    const { sessionId } = await payments.openCheckout(
      requestOf({ lines: [{ name: "Funded", amountCents: 0 }] }),
    );
    await press(rig, sessionId, "card");
    expect(await payments.getCheckoutSession(sessionId)).toMatchObject({
      status: "complete",
      paymentStatus: "no_payment_required",
      paymentIntentId: null,
      amountTotalCents: 0,
    });
  });

  it("do not know sessions that are not there, and send no odd id to Stripe", async () => {
    expect(await payments.getCheckoutSession("cs_test_unknown")).toBeNull();
    expect(await payments.getCheckoutSession("../events")).toBeNull();
    await expect(payments.expireCheckout("cs_test_unknown")).rejects.toMatchObject({
      kind: "rejected",
      code: "resource_missing",
    });
  });

  it("expire an open checkout, twice without harm, and leave a paid one paid", async () => {
    const open = await payments.openCheckout(requestOf());
    expect((await payments.expireCheckout(open.sessionId)).status).toBe("expired");
    expect((await payments.expireCheckout(open.sessionId)).status).toBe("expired");
    const paid = await payments.openCheckout(requestOf());
    await press(rig, paid.sessionId, "card");
    expect(await payments.expireCheckout(paid.sessionId)).toMatchObject({
      status: "complete",
      paymentStatus: "paid",
    });
  });

  it("refund a part, the rest, and no more; the same key refunds once", async () => {
    const request = requestOf();
    const { sessionId } = await payments.openCheckout(request);
    await press(rig, sessionId, "card");
    const paymentIntentId = (await payments.getCheckoutSession(sessionId))?.paymentIntentId ?? "";
    const part = { paymentIntentId, amountCents: 30_000, key: `part-${sessionId}` };
    const first = await payments.refund(part);
    expect(first).toMatchObject({ status: "succeeded", amountCents: 30_000, currency: "usd" });
    expect(await payments.refund(part)).toEqual(first);
    const rest = await payments.refund({ paymentIntentId, key: `rest-${sessionId}` });
    expect(rest.amountCents).toBe(100_000);
    await expect(payments.refund({ paymentIntentId, key: `more-${sessionId}` })).rejects.toMatchObject({
      kind: "rejected",
      code: "charge_already_refunded",
    });
    const refunded = (): unknown[] =>
      door.arrivals.filter(
        ({ event, body }) => event.type === "charge.refunded" && body.includes(request.orderId),
      );
    await door.until(() => refunded().length === 2);
    expect(refunded().map((arrival) => parseStripeEvent((arrival as { body: string }).body))).toMatchObject([
      {
        object: {
          orderId: request.orderId,
          paymentIntentId,
          amountRefundedCents: 30_000,
          fullyRefunded: false,
        },
      },
      {
        object: {
          orderId: request.orderId,
          paymentIntentId,
          amountRefundedCents: 130_000,
          fullyRefunded: true,
        },
      },
    ]);
  });

  it("list every event since a moment, newest first, over many pages", async () => {
    const since = new Date();
    const sessions: string[] = [];
    for (let at = 0; at < 120; at++) {
      const { sessionId } = await payments.openCheckout(requestOf());
      await lever(rig, `/sessions/${sessionId}/pay`, { method: "card" });
      sessions.unshift(sessionId);
    }
    const listed: string[] = [];
    const query = { createdAfter: since, types: ["checkout.session.completed"] };
    let tenth = "";
    for await (const event of payments.listEvents(query)) {
      const fact = parseStripeEvent(event.rawBody);
      expect([fact.id, fact.createdAt]).toEqual([event.id, event.createdAt]);
      if ("object" in fact && "sessionId" in fact.object) listed.push(fact.object.sessionId);
      if (listed.length === 10) tenth = event.id;
    }
    expect(listed.slice(0, 120)).toEqual(sessions);
    const { value } = await payments
      .listEvents({ ...query, startingAfter: tenth })
      [Symbol.asyncIterator]()
      .next();
    expect(JSON.stringify(value)).toContain(sessions[10]);
  });
});

describe("a call to Stripe that does not work", () => {
  /** Calls a server that answers every request with `listener`, and returns the error. */
  async function errorFrom(listener: RequestListener, secretKey = "sk_test_baton"): Promise<unknown> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const payments = createPayments({ secretKey, apiBaseUrl, maxNetworkRetries: 0, timeoutMs: 200 });
    try {
      return await payments.getCheckoutSession("cs_test_1").catch((error: unknown) => error);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  const answering =
    (status: number, body: unknown): RequestListener =>
    (_request, response) => {
      response.writeHead(status, { "content-type": "application/json", "request-id": "req_1" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
  const refusal = (type: string, code?: string): object => ({
    error: { type, code, message: "for student@example.com" },
  });

  it.each<[string, RequestListener, string]>([
    ["a broken answer", answering(500, refusal("api_error")), "retry"],
    ["a busy Stripe", answering(429, refusal("invalid_request_error", "rate_limit")), "retry"],
    ["a request in progress under the same key", answering(409, refusal("idempotency_error")), "retry"],
    ["a page instead of JSON", answering(200, "<html>"), "retry"],
    ["silence", () => undefined, "retry"],
    ["a closed connection", (request) => request.socket.destroy(), "retry"],
    ["a key that is wrong", answering(401, refusal("invalid_request_error")), "misconfigured"],
    ["a key that may not", answering(403, refusal("invalid_request_error")), "misconfigured"],
    ["a refusal", answering(400, refusal("invalid_request_error", "parameter_missing")), "rejected"],
    [
      "an answer of another shape",
      answering(200, { id: "cs_test_1", object: "checkout.session" }),
      "rejected",
    ],
  ])("says what to do next after %s, and nothing personal", async (_what, listener, kind) => {
    const error = await errorFrom(listener);
    if (!(error instanceof PaymentError)) throw error;
    expect([error.kind, error.operation]).toEqual([kind, "getCheckoutSession"]);
    expect(error.message).not.toContain("student@example.com");
  });

  it("keeps Stripe's code and request id for whoever asks their support", async () => {
    expect(
      await errorFrom(answering(400, refusal("invalid_request_error", "parameter_missing"))),
    ).toMatchObject({
      status: 400,
      code: "parameter_missing",
      requestId: "req_1",
      message: "Stripe getCheckoutSession: parameter_missing, 400, req_1",
    });
  });

  it.each(["ftp://stripe.test", "stripe.test:443", "http://stripe.test/mock"])(
    "is noticed before it is made when the address is %s",
    (apiBaseUrl) => {
      expect(() => createPayments({ secretKey: "sk_test_baton", apiBaseUrl })).toThrow(
        expect.objectContaining({ kind: "misconfigured" }),
      );
    },
  );
});

import Stripe from "stripe";
import type { OnCall } from "#lib/domain/outside-call.ts";
import { checkoutSession, type CheckoutFact } from "#lib/payments/checkout-fact.ts";
import { PaymentError } from "#lib/payments/payment-error.ts";
import { readReceipt } from "#lib/payments/receipt.ts";
import { callStripe, type CallStripe } from "#lib/payments/stripe-call.ts";

export interface PaymentsOptions {
  secretKey: string;
  /** Only for a stand-in such as the sandbox: scheme, host and port, no path. */
  apiBaseUrl?: string | undefined;
  /** Tries after the first on a broken connection, 409 or 5xx; waits 0.5 s, then 1 s. */
  maxNetworkRetries?: number;
  /** Silence of the socket after which one try is given up. */
  timeoutMs?: number;
  /** Hears of every call, its further tries included in one. */
  onCall?: OnCall;
}

/** What the student buys, exactly as the order says it. */
export interface CheckoutRequest {
  orderId: string;
  studentEmail: string;
  /** One line each on Stripe's page; minor units, 0 allowed. */
  lines: readonly { name: string; amountCents: number }[];
  /** ISO 4217. */
  currency: string;
  /** `{CHECKOUT_SESSION_ID}` in it is filled in by Stripe. */
  successUrl: string;
  cancelUrl: string;
  /** 30 minutes to 24 hours from now. Part of the order: another time on the second call is refused. */
  expiresAt: Date;
  metadata: Readonly<Record<string, string>>;
}

export interface OpenedCheckout {
  sessionId: string;
  /** Stripe's page for the student's browser. */
  url: string;
  expiresAt: Date;
}

export interface RefundRequest {
  paymentIntentId: string;
  /** Minor units; everything that is left when absent. */
  amountCents?: number;
  /** Idempotency key of this one refund, the same on every try. */
  key: string;
}

export interface RefundFact {
  refundId: string;
  /** Stripe's word: `succeeded`, `pending`, `failed`, `requires_action`, `canceled`. */
  status: string | null;
  amountCents: number;
  currency: string;
}

export interface EventQuery {
  /** Inclusive, whole seconds. Stripe keeps events for 30 days. */
  createdAfter: Date;
  /** At most 20; all types when absent. */
  types?: readonly string[];
  /** Event id after which to go on, older ones following. */
  startingAfter?: string;
}

export interface ListedEvent {
  id: string;
  type: string;
  createdAt: Date;
  /** The event as JSON, readable by parseStripeEvent. Equal in content, not in bytes, to the webhook's body. */
  rawBody: string;
}

/** Every method throws PaymentError. */
export interface Payments {
  /** Opens the checkout of one order. Asking again with the same request returns the same session for 24 hours; with another, `rejected`. */
  openCheckout(request: CheckoutRequest): Promise<OpenedCheckout>;
  /** Reads one session; null when Stripe does not know it. Safe to repeat. */
  getCheckoutSession(sessionId: string): Promise<CheckoutFact | null>;
  /** Closes an open session and returns it. One that is already complete or expired is returned as it is. */
  expireCheckout(sessionId: string): Promise<CheckoutFact>;
  /** Sends money back. The same key returns the same refund; with nothing left: `rejected`, code `charge_already_refunded`. */
  refund(request: RefundRequest): Promise<RefundFact>;
  /** Finds the address of Stripe's receipt for a payment; null when there is none. Safe to repeat. */
  findReceipt(paymentIntentId: string): Promise<string | null>;
  /** Lists events, newest first, page by page as they are consumed. */
  listEvents(query: EventQuery): AsyncIterable<ListedEvent>;
}

const EVENTS_PER_PAGE = 100;
/** Guards the path: the id may come from a return address. */
const SESSION_ID = /^cs_[A-Za-z0-9_]{1,200}$/;

/**
 * Connects to Stripe with one key, over kept-alive connections. Sends nothing yet.
 * Throws PaymentError `misconfigured` when `apiBaseUrl` is not an address of a server.
 */
export function createPayments(options: PaymentsOptions): Payments {
  const stripe = new Stripe(options.secretKey, {
    maxNetworkRetries: options.maxNetworkRetries ?? 2,
    timeout: options.timeoutMs ?? 10_000,
    telemetry: false,
    ...serverOf(options.apiBaseUrl),
  });
  const call: CallStripe = (operation, ask) => callStripe(operation, ask, options.onCall);
  return {
    openCheckout: (request) => call("openCheckout", () => openCheckout(stripe, request)),
    getCheckoutSession: (sessionId) => call("getCheckoutSession", () => findSession(stripe, sessionId)),
    expireCheckout: (sessionId) => call("expireCheckout", () => expireCheckout(stripe, sessionId)),
    refund: (request) => call("refund", () => refund(stripe, request)),
    findReceipt: (id) => call("findReceipt", () => readReceipt(stripe, id, options.apiBaseUrl)),
    listEvents: (query) => listEvents(query, (page) => call("listEvents", () => eventPage(stripe, page))),
  };
}

function serverOf(apiBaseUrl: string | undefined): Pick<Stripe.StripeConfig, "host" | "port" | "protocol"> {
  if (apiBaseUrl === undefined) return {};
  const url = URL.parse(apiBaseUrl);
  const protocol = url?.protocol.slice(0, -1);
  if (!url || (protocol !== "http" && protocol !== "https") || url.pathname !== "/") {
    const message = "STRIPE_API_BASE_URL must be http(s)://host[:port] without a path";
    throw new PaymentError("misconfigured", { operation: "createPayments", message });
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { host, port: url.port || (protocol === "http" ? 80 : 443), protocol };
}

async function openCheckout(stripe: Stripe, request: CheckoutRequest): Promise<OpenedCheckout> {
  const session = await stripe.checkout.sessions.create(sessionParams(request), {
    idempotencyKey: `baton-checkout-${request.orderId}`,
  });
  if (!session.url) throw new Error("the session has no page");
  return { sessionId: session.id, url: session.url, expiresAt: new Date(session.expires_at * 1000) };
}

function sessionParams(request: CheckoutRequest): Stripe.Checkout.SessionCreateParams {
  // On the payment too, so that refunds of the charge name their order.
  const metadata = { ...request.metadata, orderId: request.orderId };
  return {
    mode: "payment",
    client_reference_id: request.orderId,
    customer_email: request.studentEmail,
    line_items: request.lines.map((line) => ({
      quantity: 1,
      price_data: {
        currency: request.currency.toLowerCase(),
        unit_amount: line.amountCents,
        product_data: { name: line.name },
      },
    })),
    success_url: request.successUrl,
    cancel_url: request.cancelUrl,
    expires_at: Math.floor(request.expiresAt.getTime() / 1000),
    metadata,
    payment_intent_data: { metadata },
  };
}

async function findSession(stripe: Stripe, sessionId: string): Promise<CheckoutFact | null> {
  if (!SESSION_ID.test(sessionId)) return null;
  try {
    return checkoutSession.parse(await stripe.checkout.sessions.retrieve(sessionId));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && error.code === "resource_missing") return null;
    throw error;
  }
}

async function expireCheckout(stripe: Stripe, sessionId: string): Promise<CheckoutFact> {
  try {
    return checkoutSession.parse(await stripe.checkout.sessions.expire(sessionId));
  } catch (error) {
    // Stripe refuses what is no longer open; the student may have paid a moment ago.
    const now = isRefused(error) ? await findSession(stripe, sessionId) : null;
    if (now && now.status !== "open") return now;
    throw error;
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code !== "resource_missing";
}

async function refund(stripe: Stripe, request: RefundRequest): Promise<RefundFact> {
  const { amountCents, key, paymentIntentId } = request;
  const made = await stripe.refunds.create(
    { payment_intent: paymentIntentId, ...(amountCents === undefined ? {} : { amount: amountCents }) },
    { idempotencyKey: key },
  );
  return { refundId: made.id, status: made.status, amountCents: made.amount, currency: made.currency };
}

/** Page by page, as they are consumed. */
async function* listEvents(
  query: EventQuery,
  readPage: (query: EventQuery) => Promise<Stripe.ApiList<Stripe.Event>>,
): AsyncGenerator<ListedEvent> {
  let { startingAfter } = query;
  for (;;) {
    const { data, has_more } = await readPage({ ...query, ...(startingAfter ? { startingAfter } : {}) });
    for (const event of data) {
      const createdAt = new Date(event.created * 1000);
      yield { id: event.id, type: event.type, createdAt, rawBody: JSON.stringify(event) };
    }
    startingAfter = data.at(-1)?.id;
    if (!has_more || !startingAfter) return;
  }
}

function eventPage(stripe: Stripe, query: EventQuery): Promise<Stripe.ApiList<Stripe.Event>> {
  return stripe.events.list({
    created: { gte: Math.floor(query.createdAfter.getTime() / 1000) },
    limit: EVENTS_PER_PAGE,
    ...(query.types?.length ? { types: [...query.types] } : {}),
    ...(query.startingAfter ? { starting_after: query.startingAfter } : {}),
  });
}

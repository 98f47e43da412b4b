/** The Stripe double over real HTTP, with a door that writes down what arrives. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { startSandbox } from "#sandbox/server.ts";
import { stripePart, type StripePartOptions } from "#sandbox/stripe/part.ts";

export const RIG_SECRET = "whsec_rig_0123456789abcdef";

/** One delivery as it reached the door. */
export interface Arrival {
  body: string;
  signature: string;
  event: Stripe.Event;
  answered: number;
}

/** Plays Baton's webhook door. */
export interface Door {
  url: string;
  arrivals: Arrival[];
  /** Decides the status of each answer, 0 for none at all; 200 until set. */
  answerWith(decide: (arrival: Omit<Arrival, "answered">) => number): void;
  /** Resolves once what has arrived satisfies `holds`. */
  until(holds: (arrivals: readonly Arrival[]) => boolean): Promise<void>;
  close(): Promise<void>;
}

export interface Rig {
  url: string;
  stripe: Stripe;
  /** Ends the double; what it holds stays in its file. */
  stop(): Promise<void>;
}

/** Starts the double over `dataFile` (":memory:" keeps nothing), delivering to `appUrl`. */
export async function startRig(
  options: StripePartOptions & { appUrl: string; dataFile?: string },
): Promise<Rig> {
  const sandbox = await startSandbox({
    port: 0,
    appUrl: options.appUrl,
    dataFile: options.dataFile ?? ":memory:",
    env: { STRIPE_WEBHOOK_SECRET: `${RIG_SECRET},whsec_older` },
    parts: [(context) => stripePart(context, options)],
  });
  const { hostname, port } = new URL(sandbox.url);
  const stripe = new Stripe("sk_test_rig", { host: hostname, port, protocol: "http", maxNetworkRetries: 0 });
  return { url: sandbox.url, stripe, stop: () => sandbox.stop() };
}

/** Opens a door; port 0 is any free one. */
export async function openDoor(port = 0): Promise<Door> {
  const arrivals: Arrival[] = [];
  const waiting = new Set<() => void>();
  let decide: (arrival: Omit<Arrival, "answered">) => number = () => 200;
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const arrival = { body, signature: String(request.headers["stripe-signature"]), event: JSON.parse(body) };
    const answered = request.url === "/api/stripe/webhook" ? decide(arrival) : 404;
    arrivals.push({ ...arrival, answered });
    if (answered !== 0) response.writeHead(answered).end();
    for (const check of waiting) check();
  };
  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    answerWith(decision) {
      decide = decision;
    },
    until(holds) {
      return new Promise((resolve) => {
        const check = (): void => {
          if (!holds(arrivals)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      });
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Parameters of a checkout of one line; anything can be replaced. */
export function checkoutOf(
  cents: number,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "payment",
    line_items: [
      {
        quantity: 1,
        price_data: { currency: "usd", unit_amount: cents, product_data: { name: "Medical Assistant" } },
      },
    ],
    success_url: "http://app.test/orders/return?session_id={CHECKOUT_SESSION_ID}",
    cancel_url: "http://app.test/programs",
    client_reference_id: "order-1",
    customer_email: "student@example.com",
    metadata: { orderId: "order-1" },
    payment_intent_data: { metadata: { orderId: "order-1" } },
    ...more,
  };
}

/** Sends JSON to one of the double's levers, or reads it, and returns the answer. */
export async function lever<Answer = Record<string, unknown>>(
  rig: Rig,
  path: string,
  body?: object,
): Promise<{ status: number; json: Answer }> {
  const post = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${rig.url}/stripe/_sandbox${path}`, body === undefined ? {} : post);
  return { status: response.status, json: (await response.json()) as Answer };
}

/** The id of a session's Payment Intent. */
export async function paymentIdOf(rig: Rig, sessionId: string): Promise<string> {
  const { payment_intent: id } = await rig.stripe.checkout.sessions.retrieve(sessionId);
  if (typeof id !== "string") throw new Error("nobody tried to pay yet");
  return id;
}

/** Presses a button of the hosted page without following where it leads. */
export function press(rig: Rig, sessionId: string, method: string): Promise<Response> {
  return fetch(`${rig.url}/stripe/checkout/${sessionId}`, {
    method: "POST",
    body: new URLSearchParams({ method }),
    redirect: "manual",
  });
}

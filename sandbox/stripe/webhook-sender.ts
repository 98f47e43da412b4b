/** Carries events to Baton's door, signed as Stripe signs them: https://docs.stripe.com/webhooks/signature */
import { createHmac } from "node:crypto";
import { Agent, request } from "undici";
import type { Account } from "#sandbox/stripe/account.ts";
import type { AttemptResult, Delivery } from "#sandbox/stripe/delivery-queue.ts";

export interface WebhookSender {
  /** Takes up what is due, also what an earlier process left; goes on until stopped. */
  start(): void;
  /** Breaks off what is in flight, to be sent again by the next start; resolves once nothing is. */
  stop(): Promise<void>;
}

export interface WebhookEndpoint {
  url: string;
  /** Signs every delivery. */
  secret: string;
}

const MAX_IN_FLIGHT = 32;
/** Stripe waits about this long for an answer. */
const ANSWER_TIMEOUT_MS = 20_000;
/** Node's longest timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Makes the sender of one endpoint. Nothing is sent before `start`. */
export function createWebhookSender(account: Account, endpoint: WebhookEndpoint): WebhookSender {
  const agent = new Agent({
    connections: MAX_IN_FLIGHT,
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  });
  const abort = new AbortController();
  const inFlight = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let running = false;

  function wakeSoon(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(pump, Math.min(delayMs, MAX_TIMER_MS)).unref();
  }

  function pump(): void {
    if (!running) return;
    for (const delivery of account.deliveries.claim(MAX_IN_FLIGHT - inFlight.size)) {
      const sending = carry(delivery).finally(() => {
        inFlight.delete(sending);
        if (running) wakeSoon(0);
      });
      inFlight.add(sending);
    }
    const dueAt = account.deliveries.nextDueAt();
    if (dueAt !== null && inFlight.size < MAX_IN_FLIGHT) wakeSoon(Math.max(0, dueAt - account.now()));
  }

  async function carry(delivery: Delivery): Promise<void> {
    const result = await attempt(account, endpoint, agent, delivery, abort.signal);
    if (result) account.deliveries.settle(delivery, result);
    else account.deliveries.release(delivery);
  }

  return {
    start() {
      running = true;
      account.deliveries.releaseAll();
      account.deliveries.onPlanned(() => running && wakeSoon(0));
      wakeSoon(0);
    },
    async stop() {
      running = false;
      clearTimeout(timer);
      abort.abort();
      await Promise.all(inFlight);
      await agent.destroy();
    },
  };
}

/** Sends once. Null when we broke it off ourselves. */
async function attempt(
  account: Account,
  endpoint: WebhookEndpoint,
  agent: Agent,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<AttemptResult | null> {
  const attemptedAt = account.now();
  const ended = (status: number | null, error: string | null): AttemptResult => {
    return { attemptedAt, durationMs: account.now() - attemptedAt, status, error };
  };
  const event = account.objects.find("event", delivery.eventId);
  if (!event) return ended(null, "the event is gone");
  // Stripe sends its events indented, and so a little larger than they need to be.
  const body = JSON.stringify(event, null, 2);
  try {
    const headers = webhookHeaders(body, endpoint.secret, Math.floor(attemptedAt / 1000));
    const answer = await request(endpoint.url, { method: "POST", dispatcher: agent, signal, headers, body });
    await answer.body.dump();
    return ended(answer.statusCode, null);
  } catch (error) {
    if (signal.aborted) return null;
    return ended(null, error instanceof Error ? codeOf(error) : "unknown");
  }
}

function webhookHeaders(body: string, secret: string, signedAt: number): Record<string, string> {
  const signature = createHmac("sha256", secret).update(`${signedAt}.${body}`, "utf8").digest("hex");
  return {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    "stripe-signature": `t=${signedAt},v1=${signature}`,
  };
}

function codeOf(error: Error): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" ? code : error.name;
}

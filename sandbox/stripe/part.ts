/**
 * Stripe on a laptop: checkout, payments, refunds, disputes, events, signed webhooks, over the real API's shapes.
 * What is not here (subscriptions, Connect, customers) answers 404 the way Stripe does for a route it lacks.
 */
import { ConfigError } from "#lib/config.ts";
import type { SandboxContext, SandboxPart } from "#sandbox/part.ts";
import { openAccount, type Account } from "#sandbox/stripe/account.ts";
import { answerApi } from "#sandbox/stripe/api.ts";
import { createExpiryClock } from "#sandbox/stripe/checkout-expiry.ts";
import { answerCheckout } from "#sandbox/stripe/checkout-routes.ts";
import { answerControl } from "#sandbox/stripe/control-routes.ts";
import { answerReceipt } from "#sandbox/stripe/receipt-page.ts";
import { createWebhookSender } from "#sandbox/stripe/webhook-sender.ts";

/** What a test sets: time, and which events a fault hits. */
export interface StripePartOptions {
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** 0 up to, not including, 1. */
  random?: () => number;
}

/**
 * Makes the Stripe double: the API under `/v1`, the checkout page under `/stripe/checkout`, levers under
 * `/stripe/_sandbox`. Webhooks go to `appUrl`, signed with the first of STRIPE_WEBHOOK_SECRET.
 * Throws ConfigError when that is not set.
 */
export function stripePart(context: SandboxContext, options: StripePartOptions = {}): SandboxPart {
  const { now = Date.now, random = Math.random } = options;
  const account = openAccount(context.db, context.baseUrl, now, random);
  const url = `${context.appUrl}/api/stripe/webhook`;
  const sender = createWebhookSender(account, { url, secret: firstSecret(context.env) });
  const expiry = createExpiryClock(account);
  return {
    async handle(request) {
      const response = await answer(account, request);
      if (request.method === "POST") expiry.reset();
      return response;
    },
    start() {
      sender.start();
      expiry.start();
    },
    async stop() {
      expiry.stop();
      await sender.stop();
    },
  };
}

async function answer(account: Account, request: Request): Promise<Response | null> {
  const { pathname } = new URL(request.url);
  if (/^\/v1(\/|$)/.test(pathname)) return answerApi(account, request);
  if (pathname.startsWith("/stripe/checkout/")) return answerCheckout(account, request);
  const receipt = request.method === "GET" ? answerReceipt(account, request) : null;
  if (receipt) return receipt;
  if (/^\/stripe\/_sandbox(\/|$)/.test(pathname)) return answerControl(account, request);
  return null;
}

function firstSecret(env: SandboxContext["env"]): string {
  const secret = env["STRIPE_WEBHOOK_SECRET"]?.split(",")[0]?.trim();
  if (secret) return secret;
  throw new ConfigError("STRIPE_WEBHOOK_SECRET is not set");
}

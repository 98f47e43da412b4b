import { asItself, type Tx } from "#lib/db/client.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import { findInboxEvent, markInboxEvent, type InboxOutcome } from "#lib/inbox/events.ts";
import { settleCheckout } from "#lib/automation/settle-checkout.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { parseStripeEvent, StripeWebhookRejectedError, type StripeEvent } from "#lib/payments/index.ts";
import type { Run } from "#lib/queue/runner.ts";

/** Acts on one stored Stripe event: once it is marked handled, another run changes nothing. */
export async function handleStripeEvent(deps: WorkerDeps, run: Run<"handle-stripe-event">): Promise<void> {
  const { inboxId } = run.data;
  const event = await findInboxEvent(deps.db.kysely, inboxId);
  if (!event || event.handled) return;
  const outcome = await act(deps, event.body);
  await asItself(deps.db, async (tx) => {
    if (outcome === "failed") await failUnreadable(tx, inboxId);
    else if (event.triedBefore || run.attempt > 0)
      await resolveFailures(tx, `event:${inboxId}`, "the event was handled");
    await markInboxEvent(tx, inboxId, outcome);
  });
}

async function act(deps: WorkerDeps, body: string): Promise<InboxOutcome> {
  const event = read(body);
  if (!event) return "failed";
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
    case "checkout.session.expired":
      return settleCheckout(deps, event.object.sessionId, false);
    case "checkout.session.async_payment_failed":
      return settleCheckout(deps, event.object.sessionId, true);
    default:
      return "ignored";
  }
}

async function failUnreadable(tx: Tx, inboxId: string): Promise<void> {
  await openFailure(tx, {
    subject: `event:${inboxId}`,
    reason: "unreadable_event",
    owner: "us",
    message: "A signed Stripe event about a checkout cannot be read.",
    retryInSeconds: null,
  });
}

/** A body of a kind we act on that cannot be read: it stays in the inbox as failed, and a person is told. */
function read(body: string): StripeEvent | null {
  try {
    return parseStripeEvent(body);
  } catch (error) {
    if (error instanceof StripeWebhookRejectedError) return null;
    throw error;
  }
}

import { asItself } from "#lib/db/client.ts";
import { storeInboxEvent } from "#lib/inbox/events.ts";
import { logWarn } from "#lib/logger.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Webhook senders try for three days; a little more, so that none falls between. */
const LOOK_BACK_HOURS = 74;

const CHECKOUT_EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
];

export interface Reconciliation {
  /** Events Stripe listed. */
  seen: number;
  /** Of those, events that had never reached us; they are on their way now. */
  recovered: number;
}

/**
 * Compares Stripe's list of checkout events with the inbox and stores what never arrived: from there it takes
 * the ordinary road. A second run finds nothing.
 */
export async function reconcilePayments(
  deps: Pick<WorkerDeps, "db" | "payments">,
  now: Date,
): Promise<Reconciliation> {
  const createdAfter = new Date(now.getTime() - LOOK_BACK_HOURS * 3600_000);
  const found: Reconciliation = { seen: 0, recovered: 0 };
  for await (const event of deps.payments.listEvents({ createdAfter, types: CHECKOUT_EVENTS })) {
    found.seen += 1;
    const isNew = await asItself(deps.db, (tx) =>
      storeInboxEvent(tx, {
        source: "stripe",
        eventId: event.id,
        eventType: event.type,
        body: event.rawBody,
      }),
    );
    if (isNew) found.recovered += 1;
  }
  if (found.recovered > 0) logWarn("[reconcilePayments]", { count: found.recovered });
  return found;
}

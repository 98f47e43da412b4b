import { asItself, type Tx } from "#lib/db/client.ts";
import { findOverdueHolds } from "#lib/db/course-sessions.ts";
import { lockOrder, moveOrder } from "#lib/db/orders.ts";
import { settleCheckout } from "#lib/automation/settle-checkout.ts";
import { reportSwept, SWEPT_AT_ONCE } from "#lib/automation/swept.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Stripe says by itself that a checkout expired; this long we wait for it. */
const GRACE_MINUTES = 10;

/** Ends unpaid orders that hold seats though their checkout is over: Stripe decides, or the clock where it was never asked. */
export async function expireOverdueHolds(deps: WorkerDeps): Promise<void> {
  const overdue = await asItself(deps.db, (tx) => findOverdueHolds(tx, GRACE_MINUTES, SWEPT_AT_ONCE));
  reportSwept("expire-hold", overdue.length);
  for (const { orderId, checkoutId } of overdue) {
    if (checkoutId) await settleCheckout(deps, checkoutId, false);
    else await asItself(deps.db, (tx) => expireUnasked(tx, orderId));
  }
}

async function expireUnasked(tx: Tx, orderId: string): Promise<void> {
  const order = await lockOrder(tx, orderId);
  if (order?.status === "awaiting_payment" && order.sessionId === null)
    await moveOrder(tx, orderId, "expired");
}

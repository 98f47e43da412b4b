import { asItself } from "#lib/db/client.ts";
import { lockOrder } from "#lib/db/orders.ts";
import { openEnrollmentOfOrder } from "#lib/automation/open-enrollment.ts";
import { settleCheckout } from "#lib/automation/settle-checkout.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { Run } from "#lib/queue/runner.ts";

/** Looks at one order again: asks Stripe while it is unpaid, opens its enrollment once it is paid. Safe to repeat. */
export async function settleOrder(deps: WorkerDeps, run: Run<"settle-order">): Promise<void> {
  const order = await asItself(deps.db, (tx) => lockOrder(tx, run.data.orderId));
  if (!order) return;
  if (order.status !== "paid") {
    if (order.sessionId) await settleCheckout(deps, order.sessionId, false);
  }
  await asItself(deps.db, async (tx) => {
    const locked = await lockOrder(tx, order.id);
    if (locked?.status === "paid") await openEnrollmentOfOrder(tx, deps, locked);
  });
}

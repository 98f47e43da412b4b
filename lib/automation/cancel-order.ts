import { asItself } from "#lib/db/client.ts";
import { abandonOrder } from "#lib/db/checkout-orders.ts";
import { getOwnOrder, type OrderDeps, type OrderRequest } from "#lib/automation/own-order.ts";

/**
 * Closes the payment page of a person's order that is not paid. What Stripe tells of it then ends the order and gives
 * back what it held. Returns false, and changes nothing, when the order is paid or over. Throws OrderNotFoundError, or
 * PaymentError when Stripe cannot be reached. A second call changes nothing more.
 */
export async function cancelOrder(deps: OrderDeps, request: OrderRequest): Promise<boolean> {
  const order = await getOwnOrder(deps, request);
  if (order.status !== "awaiting_payment") return false;
  if (order.sessionId !== null) {
    const { status } = await deps.payments.expireCheckout(order.sessionId);
    if (status !== "expired") return false;
  }
  await asItself(deps.db, (tx) => abandonOrder(tx, request.orderId));
  return true;
}

import { getOwnOrder, type OrderDeps, type OrderRequest } from "#lib/automation/own-order.ts";

/**
 * Finds the address of Stripe's receipt for a person's order; null when no money was taken, or Stripe has none.
 * Throws OrderNotFoundError, or PaymentError when Stripe cannot be reached.
 */
export async function findPaymentReceipt(deps: OrderDeps, request: OrderRequest): Promise<string | null> {
  const { paymentIntentId } = await getOwnOrder(deps, request);
  return paymentIntentId === null ? null : deps.payments.findReceipt(paymentIntentId);
}

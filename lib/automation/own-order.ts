import { asUser, type Database } from "#lib/db/client.ts";
import type { Claims } from "#lib/domain/claims.ts";
import type { Payments } from "#lib/payments/index.ts";

/** The person has no such order: the same answer for somebody else's. */
export class OrderNotFoundError extends Error {
  override readonly name = "OrderNotFoundError";
}

export interface OrderDeps {
  /** Connected as baton_web. */
  db: Database;
  payments: Payments;
}

export interface OrderRequest {
  claims: Claims;
  orderId: string;
}

/** Reads what Stripe and we know of a person's own order. Throws OrderNotFoundError. */
export async function getOwnOrder(
  { db }: OrderDeps,
  { claims, orderId }: OrderRequest,
): Promise<{ status: string; sessionId: string | null; paymentIntentId: string | null }> {
  const order = await asUser(db, claims, (tx) =>
    tx
      .selectFrom("orders")
      .where("id", "=", orderId)
      .where("student_id", "=", claims.sub)
      .select(["status", "stripe_checkout_session_id as sessionId"])
      .select("stripe_payment_intent_id as paymentIntentId")
      .executeTakeFirst(),
  );
  if (!order) throw new OrderNotFoundError();
  return order;
}

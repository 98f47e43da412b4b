/** Orders and their books. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

export interface OrderRow {
  id: string;
  studentId: string;
  programId: string | null;
  courseId: string | null;
  status: string;
  amountCents: number;
  currency: string;
  description: string;
  sessionId: string | null;
}

const COLUMNS = [
  "id",
  "student_id",
  "program_id",
  "course_id",
  "status",
  "amount_cents",
  "currency",
  "description",
  "stripe_checkout_session_id",
] as const;

/** Locks and reads the order of a Checkout Session, by session id or else by the order id the session names. */
export async function lockOrderOfSession(
  tx: Tx,
  sessionId: string,
  orderId: string | null,
): Promise<OrderRow | null> {
  const row = await tx
    .selectFrom("orders")
    .select(COLUMNS)
    .where((eb) =>
      orderId
        ? eb.or([eb("stripe_checkout_session_id", "=", sessionId), eb("id", "=", orderId)])
        : eb("stripe_checkout_session_id", "=", sessionId),
    )
    .forUpdate()
    .executeTakeFirst();
  return row ? toOrder(row) : null;
}

/** Locks and reads an order; null when it does not exist. */
export async function lockOrder(tx: Tx, orderId: string): Promise<OrderRow | null> {
  const row = await tx
    .selectFrom("orders")
    .select(COLUMNS)
    .where("id", "=", orderId)
    .forUpdate()
    .executeTakeFirst();
  return row ? toOrder(row) : null;
}

/** Whom to write to about an order, and where they bought it; null for an unknown order. */
export async function findBuyer(
  tx: Tx,
  orderId: string,
): Promise<{ studentId: string; email: string; name: string; programSlug: string | null } | null> {
  const row = await tx
    .selectFrom("orders as o")
    .innerJoin("profiles as f", "f.id", "o.student_id")
    .leftJoin("programs as p", "p.id", "o.program_id")
    .select(["f.id as studentId", "f.email", "f.full_name as name", "p.slug as programSlug"])
    .where("o.id", "=", orderId)
    .executeTakeFirst();
  return row ?? null;
}

/** Moves an order to a state that is not paid. */
export async function moveOrder(
  tx: Tx,
  orderId: string,
  status: "awaiting_funds" | "expired" | "failed",
): Promise<void> {
  await tx
    .updateTable("orders")
    .set({ status, updated_at: sql`now()` })
    .where("id", "=", orderId)
    .execute();
}

/** Marks an order paid and books the payment; the caller holds the order's lock and checked the amount. */
export async function markOrderPaid(
  tx: Tx,
  order: OrderRow,
  payment: { sessionId: string; paymentIntentId: string | null; livemode: boolean },
): Promise<void> {
  await tx
    .updateTable("orders")
    .set({
      status: "paid",
      paid_at: sql`now()`,
      livemode: payment.livemode,
      stripe_checkout_session_id: payment.sessionId,
      stripe_payment_intent_id: payment.paymentIntentId,
      updated_at: sql`now()`,
    })
    .where("id", "=", order.id)
    .execute();
  if (order.amountCents > 0) await bookPayment(tx, order, payment.sessionId);
}

async function bookPayment(tx: Tx, order: OrderRow, reference: string): Promise<void> {
  const entry = {
    order_id: order.id,
    student_id: order.studentId,
    purpose: "payment",
    reference,
    currency: order.currency,
  };
  await tx
    .insertInto("ledger_entries")
    .values([
      { ...entry, account: "stripe_balance", amount_cents: order.amountCents },
      { ...entry, account: "program_sales", amount_cents: -order.amountCents },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function toOrder(row: {
  id: string;
  student_id: string;
  program_id: string | null;
  course_id: string | null;
  status: string;
  amount_cents: number;
  currency: string;
  description: string;
  stripe_checkout_session_id: string | null;
}): OrderRow {
  return {
    id: row.id,
    studentId: row.student_id,
    programId: row.program_id,
    courseId: row.course_id,
    status: row.status,
    amountCents: row.amount_cents,
    currency: row.currency,
    description: row.description,
    sessionId: row.stripe_checkout_session_id,
  };
}

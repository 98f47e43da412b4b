/** The money a switch gives back, and its books. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import { lockOrder } from "#lib/db/orders.ts";

export interface SwitchRefund {
  switchId: string;
  studentId: string;
  orderId: string;
  enrollmentId: string;
  stepId: string;
  paymentIntentId: string;
  /** Minor units. */
  amountCents: number;
}

/** Reads what a switch still owes its student; null when it owes nothing, or its step has not moved. */
export async function findSwitchRefund(db: Connection, switchId: string): Promise<SwitchRefund | null> {
  const { rows } = await sql<SwitchRefund>`
    select w.id as "switchId", w.student_id as "studentId", w.order_id as "orderId",
      w.enrollment_id as "enrollmentId", w.step_id as "stepId", o.stripe_payment_intent_id as "paymentIntentId",
      w.refund_cents as "amountCents"
    from public.partner_switches w join public.orders o on o.id = w.order_id
    where w.id = ${switchId} and w.canceled_at is not null and w.refunded_at is null and w.refund_cents > 0
      and o.stripe_payment_intent_id is not null`.execute(db);
  return rows[0] ?? null;
}

/** Books a refund Stripe made, with the order's sum and the switch itself. A second call changes nothing. */
export async function bookSwitchRefund(tx: Tx, refund: SwitchRefund, refundId: string): Promise<void> {
  const order = await lockOrder(tx, refund.orderId);
  if (!order) return;
  const { rows } = await sql`
    update public.partner_switches set refunded_at = now(), stripe_refund_id = ${refundId}, updated_at = now()
    where id = ${refund.switchId} and refunded_at is null returning id`.execute(tx);
  if (rows.length === 0) return;
  const entry = {
    order_id: order.id,
    student_id: order.studentId,
    purpose: "refund",
    reference: refundId,
    currency: order.currency,
  };
  await tx
    .insertInto("ledger_entries")
    .values([
      { ...entry, account: "stripe_balance", amount_cents: -refund.amountCents },
      { ...entry, account: "program_sales", amount_cents: refund.amountCents },
    ])
    .execute();
  await sql`
    update public.orders
    set refunded_cents = refunded_cents + ${refund.amountCents}, status = case when status = 'paid' then 'partially_refunded' else status end,
      updated_at = now()
    where id = ${order.id}`.execute(tx);
}

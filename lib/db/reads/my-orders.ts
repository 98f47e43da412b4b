/** A person's own purchases, whatever became of them. */
import { sql } from "kysely";
import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import type { OrderLine } from "#lib/domain/offer-price.ts";

/** A purchase as its student sees it. Money in minor units. */
export interface StudentOrder {
  id: string;
  title: string;
  status: string;
  amountCents: number;
  currency: string;
  createdAt: Date;
  paidAt: Date | null;
  /** The payment page while it can still be used, else null. */
  checkoutUrl: string | null;
  enrollmentId: string | null;
}

/** Everything a receipt says. */
export interface OrderReceipt extends StudentOrder {
  buyer: { name: string; email: string };
  /** What the amount is made of; one line where the price had one part. */
  lines: OrderLine[];
  refundedCents: number;
  /** Which courses were bought, in the order of the path; empty for orders older than choices. */
  courses: { name: string; partner: { slug: string; name: string } }[];
  /** True when Stripe took money for it. */
  hasPayment: boolean;
}

const ME = sql<string>`(select auth.uid())`;

/** Gives the payment page of an order while it can still be used, else null. */
export const openCheckout = sql<string | null>`case
  when orders.status = 'awaiting_payment' and orders.checkout_expires_at > now() then orders.checkout_url end`;

/** Lists the person's own orders, newest first. One query. */
export function readMyOrders(tx: Tx): Promise<StudentOrder[]> {
  return selectOrders(tx).orderBy("orders.created_at", "desc").execute();
}

/** Reads one of the person's own orders; null when they have none with this id. Two queries. */
export async function findMyOrder(tx: Tx, orderId: string): Promise<OrderReceipt | null> {
  const row = await selectOrders(tx)
    .innerJoin("profiles as buyer", "buyer.id", "orders.student_id")
    .where("orders.id", "=", orderId)
    .select(["buyer.full_name as buyerName", "buyer.email", "orders.lines", "orders.option_ids as optionIds"])
    .select(["orders.refunded_cents as refundedCents", "orders.stripe_payment_intent_id as paymentId"])
    .executeTakeFirst();
  if (!row) return null;
  const { buyerName, email, lines, optionIds, paymentId, ...order } = row;
  const parts = storedLines.parse(lines);
  return {
    ...order,
    buyer: { name: buyerName, email },
    lines: parts.length > 0 ? parts : [{ label: order.title, amountCents: order.amountCents }],
    courses: await readCourses(tx, optionIds),
    hasPayment: paymentId !== null,
  };
}

const storedLines = z.array(z.object({ label: z.string(), amountCents: z.int() }));

function selectOrders(tx: Tx) {
  return tx
    .selectFrom("orders")
    .leftJoin("enrollments", "enrollments.order_id", "orders.id")
    .where("orders.student_id", "=", ME)
    .select([
      "orders.id",
      "orders.description as title",
      "orders.status",
      "orders.amount_cents as amountCents",
      "orders.currency",
      "orders.created_at as createdAt",
      "orders.paid_at as paidAt",
      "enrollments.id as enrollmentId",
      openCheckout.as("checkoutUrl"),
    ]);
}

async function readCourses(tx: Tx, optionIds: readonly string[]): Promise<OrderReceipt["courses"]> {
  if (optionIds.length === 0) return [];
  const rows = await tx
    .selectFrom("program_partner_lms as option")
    .innerJoin("partner_lms_providers as provider", "provider.id", "option.provider_id")
    .innerJoin("partner_courses as course", "course.id", "option.course_id")
    .where("option.id", "in", optionIds)
    .orderBy("option.sequence_order")
    .select([
      "course.course_name as name",
      "provider.provider_type as slug",
      "provider.provider_name as partner",
    ])
    .execute();
  return rows.map(({ name, slug, partner }) => ({ name, partner: { slug, name: partner } }));
}

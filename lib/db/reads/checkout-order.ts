/** The purchase that a payment page belongs to, as its buyer sees it afterwards. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { openCheckout } from "#lib/db/reads/my-orders.ts";
import { readStepsOf, type StudentStep } from "#lib/db/reads/student-steps.ts";

export interface CheckoutOrder {
  id: string;
  title: string;
  status: string;
  amountCents: number;
  currency: string;
  programSlug: string | null;
  /** The payment page while it can still be used, and until when; else null. */
  checkout: { url: string; until: Date } | null;
  /** What was chosen, for whoever wants to choose again; options that are gone are left out. */
  choice: { optionId: string; sequenceOrder: number }[];
  enrollment: { id: string; status: string; steps: StudentStep[] } | null;
}

/** Reads the person's own order by its id or its Checkout Session; null when they have none of it. Two queries. */
export async function findCheckoutOrder(
  tx: Tx,
  by: { sessionId: string } | { orderId: string },
): Promise<CheckoutOrder | null> {
  const order = await selectOrder(tx)
    .where((eb) =>
      "orderId" in by
        ? eb("orders.id", "=", by.orderId)
        : eb("orders.stripe_checkout_session_id", "=", by.sessionId),
    )
    .executeTakeFirst();
  if (!order) return null;
  const { enrollmentId, enrollmentStatus, checkoutUrl, checkoutUntil, optionIds, ...facts } = order;
  return {
    ...facts,
    checkout: checkoutUrl && checkoutUntil ? { url: checkoutUrl, until: checkoutUntil } : null,
    choice: enrollmentId ? [] : await readChosen(tx, optionIds),
    enrollment:
      enrollmentId && enrollmentStatus
        ? { id: enrollmentId, status: enrollmentStatus, steps: await readStepsOf(tx, [enrollmentId]) }
        : null,
  };
}

function selectOrder(tx: Tx) {
  return tx
    .selectFrom("orders")
    .leftJoin("enrollments", "enrollments.order_id", "orders.id")
    .leftJoin("programs", "programs.id", "orders.program_id")
    .where("orders.student_id", "=", sql<string>`(select auth.uid())`)
    .select([
      "orders.id",
      "orders.description as title",
      "orders.status",
      "orders.amount_cents as amountCents",
      "orders.currency",
      "orders.option_ids as optionIds",
      "orders.checkout_expires_at as checkoutUntil",
      "programs.slug as programSlug",
      "enrollments.id as enrollmentId",
      "enrollments.status as enrollmentStatus",
      openCheckout.as("checkoutUrl"),
    ]);
}

async function readChosen(tx: Tx, optionIds: readonly string[]): Promise<CheckoutOrder["choice"]> {
  if (optionIds.length === 0) return [];
  return tx
    .selectFrom("program_partner_lms")
    .where("id", "in", optionIds)
    .orderBy("sequence_order")
    .select(["id as optionId", "sequence_order as sequenceOrder"])
    .execute();
}

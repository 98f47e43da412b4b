/** The purchase that a payment page belongs to, as its buyer sees it afterwards. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { readStepsOf, type StudentStep } from "#lib/db/reads/student-steps.ts";

export interface CheckoutOrder {
  id: string;
  title: string;
  status: string;
  amountCents: number;
  currency: string;
  programSlug: string | null;
  enrollment: { id: string; status: string; steps: StudentStep[] } | null;
}

/** Reads the person's own order by its Checkout Session; null when they have none with this id. Two queries. */
export async function findCheckoutOrder(tx: Tx, sessionId: string): Promise<CheckoutOrder | null> {
  const order = await tx
    .selectFrom("orders")
    .leftJoin("enrollments", "enrollments.order_id", "orders.id")
    .leftJoin("programs", "programs.id", "orders.program_id")
    .where("orders.stripe_checkout_session_id", "=", sessionId)
    .where("orders.student_id", "=", sql<string>`(select auth.uid())`)
    .select([
      "orders.id",
      "orders.description as title",
      "orders.status",
      "orders.amount_cents as amountCents",
      "orders.currency",
      "programs.slug as programSlug",
      "enrollments.id as enrollmentId",
      "enrollments.status as enrollmentStatus",
    ])
    .executeTakeFirst();
  if (!order) return null;
  const { enrollmentId, enrollmentStatus, ...facts } = order;
  if (enrollmentId === null || enrollmentStatus === null) return { ...facts, enrollment: null };
  const steps = await readStepsOf(tx, [enrollmentId]);
  return { ...facts, enrollment: { id: enrollmentId, status: enrollmentStatus, steps } };
}

/** Brings an order in line with what Stripe says of its checkout. */
import { asItself, type Tx } from "#lib/db/client.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import { findBuyer, lockOrderOfSession, markOrderPaid, moveOrder, type OrderRow } from "#lib/db/orders.ts";
import { compareCheckout } from "#lib/domain/checkout-check.ts";
import { adoptOlderPayment } from "#lib/automation/adopt-older-payment.ts";
import { followPaidSeats } from "#lib/automation/follow-seats.ts";
import { openEnrollmentOfOrder } from "#lib/automation/open-enrollment.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { CheckoutFact } from "#lib/payments/index.ts";

/** States in which a checkout can still become paid: its events come in any order, and money that arrived counts. */
const UNPAID = new Set(["awaiting_payment", "awaiting_funds", "expired", "failed"]);

/**
 * Acts on the present state of one Checkout Session, read from Stripe, in one commit: paid orders become
 * enrollments, others wait, fail or expire. `fundsFailed` says that a pay-later payment was refused,
 * which the session itself does not tell. Any number of calls in any order end the same.
 */
export async function settleCheckout(
  deps: WorkerDeps,
  sessionId: string,
  fundsFailed: boolean,
): Promise<"applied" | "ignored"> {
  const session = await deps.payments.getCheckoutSession(sessionId);
  if (!session) return failUnknown(deps, sessionId, "Stripe does not know this checkout.");
  return asItself(deps.db, async (tx) => {
    const order =
      (await lockOrderOfSession(tx, session.sessionId, asUuid(session.orderId))) ??
      (await adoptOlderPayment(tx, session));
    if (!order)
      return isPaid(session) ? failUnknownIn(tx, sessionId, "Paid, but no order belongs to it.") : "ignored";
    if (isPaid(session)) return settlePaid(tx, deps, order, session);
    return settleUnpaid(tx, deps, order, session, fundsFailed);
  });
}

async function settlePaid(
  tx: Tx,
  deps: WorkerDeps,
  order: OrderRow,
  session: CheckoutFact,
): Promise<"applied" | "ignored"> {
  const mismatches: string[] = compareCheckout(session, { ...order, livemode: deps.livemode });
  if (order.sessionId !== null && order.sessionId !== session.sessionId) mismatches.push("checkout");
  if (mismatches.length > 0) {
    await failOrderMismatch(tx, order, mismatches);
    return "applied";
  }
  if (!UNPAID.has(order.status)) return "ignored";
  await markOrderPaid(tx, order, session);
  await resolveFailures(tx, `checkout:${session.sessionId}`, "the order was found");
  await openEnrollmentOfOrder(tx, deps, order);
  await followPaidSeats(tx, deps, order);
  return "applied";
}

async function settleUnpaid(
  tx: Tx,
  deps: WorkerDeps,
  order: OrderRow,
  session: CheckoutFact,
  fundsFailed: boolean,
): Promise<"applied" | "ignored"> {
  if (order.sessionId !== null && order.sessionId !== session.sessionId) return "ignored";
  const next = unpaidStatus(order.status, session, fundsFailed);
  if (!next) return "ignored";
  await moveOrder(tx, order.id, next);
  if (next === "failed") await tellPaymentFailed(tx, deps, order);
  return "applied";
}

async function tellPaymentFailed(tx: Tx, deps: WorkerDeps, order: OrderRow): Promise<void> {
  const buyer = await findBuyer(tx, order.id);
  if (!buyer) return;
  await queueMail(tx, deps, {
    recipient: buyer,
    template: "order-failed",
    subjectKey: order.id,
    data: {
      programTitle: order.description,
      amountCents: order.amountCents,
      currency: order.currency,
      ...(buyer.programSlug ? { programSlug: buyer.programSlug } : {}),
    },
  });
}

function unpaidStatus(
  status: string,
  session: CheckoutFact,
  fundsFailed: boolean,
): "awaiting_funds" | "expired" | "failed" | null {
  if (session.status === "expired") return status === "awaiting_payment" ? "expired" : null;
  if (session.status !== "complete") return null;
  if (fundsFailed) return status === "awaiting_payment" || status === "awaiting_funds" ? "failed" : null;
  return status === "awaiting_payment" ? "awaiting_funds" : null;
}

/** A price of 0 needs no payment; Stripe then says so instead of `paid`. */
function isPaid(session: CheckoutFact): boolean {
  if (session.status !== "complete") return false;
  if (session.paymentStatus === "paid") return true;
  return session.paymentStatus === "no_payment_required" && session.amountTotalCents === 0;
}

async function failOrderMismatch(tx: Tx, order: OrderRow, mismatches: string[]): Promise<void> {
  await openFailure(tx, {
    subject: `order:${order.id}`,
    reason: "payment_mismatch",
    owner: "admin",
    message: `The payment differs from the order in: ${mismatches.join(", ")}.`,
    retryInSeconds: null,
    studentId: order.studentId,
    programId: order.programId,
    orderId: order.id,
  });
}

async function failUnknown(deps: WorkerDeps, sessionId: string, message: string): Promise<"applied"> {
  return asItself(deps.db, (tx) => failUnknownIn(tx, sessionId, message));
}

async function failUnknownIn(tx: Tx, sessionId: string, message: string): Promise<"applied"> {
  await openFailure(tx, {
    subject: `checkout:${sessionId}`,
    reason: "unknown_checkout",
    owner: "admin",
    message,
    retryInSeconds: null,
  });
  return "applied";
}

function asUuid(text: string | null): string | null {
  return text && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : null;
}

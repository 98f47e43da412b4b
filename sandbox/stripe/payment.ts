/** The money behind a session: its Payment Intent and one Charge for each try. */
import type Stripe from "stripe";
import { nowSeconds, type Account } from "#sandbox/stripe/account.ts";
import { recordEvent } from "#sandbox/stripe/events.ts";
import { makeCharge, makePaymentIntent, type PaymentMethod } from "#sandbox/stripe/payment-objects.ts";
import { receiptAddress } from "#sandbox/stripe/receipt-page.ts";

/** How a try ends: at once, or later when the bank has answered. */
export type ChargeStatus = "succeeded" | "pending" | "failed";

const INTENT_STATUS = {
  succeeded: "succeeded",
  pending: "processing",
  failed: "requires_payment_method",
} as const;

/** Tries to take the money of a session; the first try makes the Payment Intent. Returns it as it is afterwards. */
export function tryPayment(
  account: Account,
  session: Stripe.Checkout.Session,
  method: PaymentMethod,
  status: ChargeStatus,
): Stripe.PaymentIntent {
  const created = nowSeconds(account);
  const intent = findPayment(account, session) ?? openIntent(account, session, created);
  const charge = makeCharge(intent, method, created);
  account.objects.insert(charge);
  return settle(account, { ...intent, payment_method: charge.payment_method }, charge, status);
}

/** Ends a payment that was on its way. Returns the Payment Intent as it is afterwards. */
export function settlePayment(
  account: Account,
  intent: Stripe.PaymentIntent,
  status: "succeeded" | "failed",
): Stripe.PaymentIntent {
  const charge = findLatestCharge(account, intent);
  if (!charge) throw new Error(`${intent.id} has no charge`);
  return settle(account, intent, charge, status);
}

/** Reads the Payment Intent of a session; null before the first try. */
export function findPayment(account: Account, session: Stripe.Checkout.Session): Stripe.PaymentIntent | null {
  return typeof session.payment_intent === "string"
    ? account.objects.find("payment_intent", session.payment_intent)
    : null;
}

/** Reads the charge of a payment's last try. */
export function findLatestCharge(account: Account, intent: Stripe.PaymentIntent): Stripe.Charge | null {
  return typeof intent.latest_charge === "string"
    ? account.objects.find("charge", intent.latest_charge)
    : null;
}

/** Ends a Payment Intent whose session expired. */
export function cancelPayment(account: Account, intent: Stripe.PaymentIntent): void {
  account.objects.update({ ...intent, status: "canceled", canceled_at: nowSeconds(account) });
}

function openIntent(
  account: Account,
  session: Stripe.Checkout.Session,
  created: number,
): Stripe.PaymentIntent {
  const notes = account.objects.findNotes(session.id) as {
    payment: { metadata?: Record<string, string>; description?: string };
  };
  const intent = makePaymentIntent(session, notes.payment, created);
  account.objects.insert(intent);
  return intent;
}

function settle(
  account: Account,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  status: ChargeStatus,
): Stripe.PaymentIntent {
  const charged = chargeAfter(account, charge, status);
  account.objects.update(charged);
  const settled = {
    ...intent,
    status: INTENT_STATUS[status],
    latest_charge: charge.id,
    amount_received: status === "succeeded" ? intent.amount : 0,
    last_payment_error: status === "failed" ? paymentError(charged) : null,
  };
  account.objects.update(settled);
  if (status === "failed") recordEvent(account, "payment_intent.payment_failed", settled);
  return settled;
}

function chargeAfter(account: Account, charge: Stripe.Charge, status: ChargeStatus): Stripe.Charge {
  if (status !== "failed") {
    const paid = status === "succeeded";
    const receipt_url = paid ? receiptAddress(account, charge.id) : null;
    return {
      ...charge,
      status,
      paid,
      captured: paid,
      amount_captured: paid ? charge.amount : 0,
      receipt_url,
    };
  }
  const byCard = charge.payment_method_details?.type === "card";
  return {
    ...charge,
    status,
    failure_code: byCard ? "card_declined" : "insufficient_funds",
    failure_message: byCard ? "Your card was declined." : "The bank account has insufficient funds.",
  };
}

function paymentError(charge: Stripe.Charge): Stripe.PaymentIntent.LastPaymentError {
  return {
    type: "card_error",
    charge: charge.id,
    code: "card_declined",
    decline_code: "generic_decline",
    message: charge.failure_message ?? "",
  };
}

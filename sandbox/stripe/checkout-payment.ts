/** What people and banks do at the checkout, one verb each. */
import type Stripe from "stripe";
import { inTransaction, type Account } from "#sandbox/stripe/account.ts";
import { getSession, withoutLines } from "#sandbox/stripe/checkout.ts";
import { recordEvent } from "#sandbox/stripe/events.ts";
import { findPayment, settlePayment, tryPayment } from "#sandbox/stripe/payment.ts";
import { StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

type Session = Stripe.Checkout.Session;

export const PAYMENT_CHOICES = ["card", "declined", "pay_later", "funds_arrive", "funds_fail"] as const;
export type PaymentChoice = (typeof PAYMENT_CHOICES)[number];

/**
 * Does what somebody chose and returns the session as it then is; a declined card leaves it open.
 * Throws StripeApiError 400 when the choice is not possible now, so a second click changes nothing.
 */
export function choosePayment(account: Account, id: string, choice: PaymentChoice): Session {
  return inTransaction(account, () => {
    const session = getSession(account, id);
    if (!possibleChoices(account, session).includes(choice)) throw impossible(session, choice);
    return ACTS[choice](account, session);
  });
}

/** What can be chosen now: paying while it is open, the bank's answer while money is on its way. */
export function possibleChoices(account: Account, session: Session): readonly PaymentChoice[] {
  if (session.status === "open")
    return session.amount_total === 0 ? ["card"] : ["card", "declined", "pay_later"];
  const awaitsFunds = findPayment(account, session)?.status === "processing";
  return awaitsFunds ? ["funds_arrive", "funds_fail"] : [];
}

const ACTS: Readonly<Record<PaymentChoice, (account: Account, session: Session) => Session>> = {
  card(account, session) {
    if (session.amount_total === 0) {
      return complete(account, { ...session, payment_status: "no_payment_required" });
    }
    const payment = tryPayment(account, session, "card", "succeeded");
    return complete(account, { ...session, payment_status: "paid", payment_intent: payment.id });
  },
  declined(account, session) {
    const payment = tryPayment(account, session, "card", "failed");
    const open = { ...session, payment_intent: payment.id };
    account.objects.update(open);
    return open;
  },
  pay_later(account, session) {
    const payment = tryPayment(account, session, "us_bank_account", "pending");
    return complete(account, { ...session, payment_intent: payment.id });
  },
  funds_arrive(account, session) {
    settlePayment(account, getPayment(account, session), "succeeded");
    const paid = { ...session, payment_status: "paid" as const };
    account.objects.update(paid);
    recordEvent(account, "checkout.session.async_payment_succeeded", withoutLines(paid));
    return paid;
  },
  funds_fail(account, session) {
    settlePayment(account, getPayment(account, session), "failed");
    recordEvent(account, "checkout.session.async_payment_failed", withoutLines(session));
    return session;
  },
};

function complete(account: Account, session: Session): Session {
  const completed = { ...session, status: "complete" as const, url: null };
  account.objects.update(completed);
  recordEvent(account, "checkout.session.completed", withoutLines(completed));
  return completed;
}

function getPayment(account: Account, session: Session): Stripe.PaymentIntent {
  const payment = findPayment(account, session);
  if (!payment) throw new Error(`${session.id} has no payment`);
  return payment;
}

function impossible(session: Session, choice: PaymentChoice): StripeApiError {
  return new StripeApiError(400, {
    code: "payment_intent_unexpected_state",
    message: `\`${choice}\` is not possible now: the Checkout Session is ${session.status} and ${session.payment_status}.`,
  });
}

/** A student's bank takes a payment back, or tries to: https://docs.stripe.com/api/disputes */
import type Stripe from "stripe";
import { inTransaction, nowSeconds, type Account } from "#sandbox/stripe/account.ts";
import { getSession } from "#sandbox/stripe/checkout.ts";
import { recordEvent } from "#sandbox/stripe/events.ts";
import { newId } from "#sandbox/stripe/ids.ts";
import { findLatestCharge, findPayment } from "#sandbox/stripe/payment.ts";
import { StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

export const DISPUTE_STATUSES = ["needs_response", "won", "lost"] as const;
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/**
 * Opens a dispute about a paid session, or closes the open one as won or lost, and returns it.
 * Throws StripeApiError 400 when there is nothing to dispute or to close.
 */
export function disputeSession(account: Account, sessionId: string, status: DisputeStatus): Stripe.Dispute {
  return inTransaction(account, () => {
    const payment = findPayment(account, getSession(account, sessionId));
    const charge = payment ? findLatestCharge(account, payment) : null;
    if (!charge?.paid) throw refused("There is no successful charge to dispute.");
    return status === "needs_response" ? open(account, charge) : close(account, charge, status);
  });
}

function open(account: Account, charge: Stripe.Charge): Stripe.Dispute {
  if (charge.disputed) throw refused("The charge is disputed already.");
  const dispute = makeDispute(charge, nowSeconds(account));
  account.objects.insert(dispute);
  account.objects.update({ ...charge, disputed: true });
  recordEvent(account, "charge.dispute.created", dispute);
  return dispute;
}

function close(account: Account, charge: Stripe.Charge, status: "won" | "lost"): Stripe.Dispute {
  const [dispute] = account.objects.page("dispute", "", { charge: charge.id, limit: 1 }).data;
  if (dispute?.status !== "needs_response") throw refused("There is no open dispute to close.");
  const closed = { ...dispute, status };
  account.objects.update(closed);
  recordEvent(account, "charge.dispute.closed", closed);
  return closed;
}

function makeDispute(charge: Stripe.Charge, created: number): Stripe.Dispute {
  return {
    id: newId("du_1"),
    object: "dispute",
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    // A bank's questions: nothing of them is played.
    evidence: {} as Stripe.Dispute.Evidence,
    evidence_details: {
      due_by: created + 7 * 24 * 3600,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: null as unknown as Stripe.Dispute.EvidenceDetails.SubmissionMethod,
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: "fraudulent",
    status: "needs_response",
  };
}

function refused(message: string): StripeApiError {
  return new StripeApiError(400, { message });
}

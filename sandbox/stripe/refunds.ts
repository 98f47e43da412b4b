/** Money back to the student: https://docs.stripe.com/api/refunds */
import { z } from "zod";
import type Stripe from "stripe";
import { inTransaction, nowSeconds, type Account } from "#sandbox/stripe/account.ts";
import { recordEvent } from "#sandbox/stripe/events.ts";
import { newId } from "#sandbox/stripe/ids.ts";
import { integer, metadata, text, textThat } from "#sandbox/stripe/params.ts";
import { findLatestCharge } from "#sandbox/stripe/payment.ts";
import { missingParameter, missingResource, StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

const REASONS = ["duplicate", "fraudulent", "requested_by_customer"];

/** Parameters of "create a refund", as far as the double knows them. */
export const refundParams = z.strictObject({
  payment_intent: text(255).optional(),
  charge: text(255).optional(),
  amount: integer(1, 99_999_999).optional(),
  reason: textThat((reason) => REASONS.includes(reason), `must be one of ${REASONS.join(", ")}`).optional(),
  metadata: metadata.optional(),
  expand: z.array(text(100)).max(20).optional(),
});

export type RefundParams = z.output<typeof refundParams>;

/** Sends back a part of a charge, or all that is left. Throws StripeApiError 400 when that cannot be. */
export function createRefund(account: Account, params: RefundParams): Stripe.Refund {
  return inTransaction(account, () => {
    const charge = chargeOf(account, params);
    const amount = refundableAmount(charge, params.amount);
    const refund = makeRefund(charge, amount, params, nowSeconds(account));
    account.objects.insert(refund);
    const refunded = charge.amount_refunded + amount;
    const after = { ...charge, amount_refunded: refunded, refunded: refunded === charge.amount };
    account.objects.update(after);
    recordEvent(account, "charge.refunded", after, {
      amount_refunded: charge.amount_refunded,
      refunded: charge.refunded,
    });
    return refund;
  });
}

function chargeOf(account: Account, params: RefundParams): Stripe.Charge {
  if (params.charge !== undefined) {
    const charge = account.objects.find("charge", params.charge);
    if (charge?.paid) return charge;
    throw charge ? notPaid(params.charge) : missingResource("charge", params.charge, "charge");
  }
  if (params.payment_intent === undefined) throw missingParameter("payment_intent");
  const intent = account.objects.find("payment_intent", params.payment_intent);
  if (!intent) throw missingResource("payment_intent", params.payment_intent, "payment_intent");
  const charge = findLatestCharge(account, intent);
  if (charge?.paid) return charge;
  throw notPaid(intent.id);
}

function refundableAmount(charge: Stripe.Charge, asked: number | undefined): number {
  const left = charge.amount - charge.amount_refunded;
  if (charge.disputed) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw new StripeApiError(400, { code: "charge_disputed", message });
  }
  if (left === 0) {
    const message = `Charge ${charge.id} has already been refunded.`;
    throw new StripeApiError(400, { code: "charge_already_refunded", message });
  }
  if (asked !== undefined && asked > left) {
    const message = `Refund amount (${asked}) is greater than unrefunded amount on charge (${left}), in minor units of ${charge.currency}.`;
    throw new StripeApiError(400, { message, param: "amount" });
  }
  return asked ?? left;
}

function makeRefund(
  charge: Stripe.Charge,
  amount: number,
  params: RefundParams,
  created: number,
): Stripe.Refund {
  return {
    id: newId("re_3"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: charge.id,
    created,
    currency: charge.currency,
    customer: null,
    customer_account: null,
    metadata: params.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
}

function notPaid(id: string): StripeApiError {
  const message = `${id} does not have a successful charge to refund.`;
  return new StripeApiError(400, { code: "payment_intent_unexpected_state", message });
}

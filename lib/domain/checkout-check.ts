/** Does a payment belong to its order? Compared before anything becomes active. */

export interface Payment {
  amountTotalCents: number;
  currency: string;
  livemode: boolean;
}

export interface Price {
  amountCents: number;
  currency: string;
  livemode: boolean;
}

export type CheckoutMismatch = "amount" | "currency" | "livemode";

/** Lists in what a payment differs from the order's price; empty when it is exactly that. Minor units, ISO currency in any case. */
export function compareCheckout(payment: Payment, price: Price): CheckoutMismatch[] {
  const mismatches: CheckoutMismatch[] = [];
  if (payment.amountTotalCents !== price.amountCents) mismatches.push("amount");
  if (payment.currency.toLowerCase() !== price.currency.toLowerCase()) mismatches.push("currency");
  if (payment.livemode !== price.livemode) mismatches.push("livemode");
  return mismatches;
}

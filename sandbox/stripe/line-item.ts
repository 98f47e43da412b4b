import type Stripe from "stripe";
import { newId } from "#sandbox/stripe/ids.ts";
import type { SessionParams } from "#sandbox/stripe/session-params.ts";

/** Makes one line of a session, and the price Stripe makes up for `price_data`. */
export function makeLineItem(line: SessionParams["line_items"][number], created: number): Stripe.LineItem {
  const { product_data, unit_amount } = line.price_data;
  const code = line.price_data.currency.toLowerCase();
  const total = unit_amount * line.quantity;
  return {
    id: newId("li_1"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: code,
    description: product_data.name,
    metadata: {},
    price: makePrice(code, unit_amount, created),
    quantity: line.quantity,
  };
}

function makePrice(code: string, unitAmount: number, created: number): Stripe.Price {
  return {
    id: newId("price_1"),
    object: "price",
    active: false,
    billing_scheme: "per_unit",
    created,
    currency: code,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: newId("prod_"),
    recurring: null,
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: "one_time",
    unit_amount: unitAmount,
    unit_amount_decimal: null,
  };
}

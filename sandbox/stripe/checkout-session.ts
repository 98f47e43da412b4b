/** The Checkout Session as an object of Stripe's API. */
import type Stripe from "stripe";
import { newId } from "#sandbox/stripe/ids.ts";
import { makeLineItem } from "#sandbox/stripe/line-item.ts";
import { MAXIMUM_CHARGE, type SessionParams } from "#sandbox/stripe/session-params.ts";
import { StripeApiError } from "#sandbox/stripe/stripe-api-error.ts";

/** Smallest charge in minor units, where Stripe has one: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MINIMUM_CHARGE: Readonly<Record<string, number>> = { usd: 50, eur: 50, cad: 50, aud: 50, gbp: 30 };
const MINIMUM_LIFE_SECONDS = 30 * 60;
const MAXIMUM_LIFE_SECONDS = 24 * 3600;

/**
 * Makes an open session. Throws StripeApiError when the lines disagree on the currency, the sum is one
 * Stripe would not charge, or the expiry is not 30 minutes to 24 hours away.
 */
export function makeSession(
  params: SessionParams,
  baseUrl: string,
  created: number,
): Stripe.Checkout.Session {
  const id = newId("cs_test_");
  const lines = params.line_items.map((line) => makeLineItem(line, created));
  const sessionCurrency = oneCurrency(lines);
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0);
  checkTotal(total, sessionCurrency);
  return {
    ...UNUSED_FEATURES,
    id,
    object: "checkout.session",
    amount_subtotal: total,
    amount_total: total,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    created,
    currency: sessionCurrency,
    customer_details: params.customer_email ? customerDetails(params.customer_email) : null,
    customer_email: params.customer_email ?? null,
    expires_at: checkedExpiry(params.expires_at, created),
    line_items: {
      object: "list",
      data: lines,
      has_more: false,
      url: `/v1/checkout/sessions/${id}/line_items`,
    },
    livemode: false,
    locale: params.locale ?? null,
    metadata: params.metadata ?? {},
    mode: "payment",
    payment_intent: null,
    payment_method_types: params.payment_method_types ?? ["card", "us_bank_account"],
    payment_status: "unpaid",
    status: "open",
    submit_type: params.submit_type ?? null,
    success_url: params.success_url,
    ui_mode: "hosted_page",
    url: `${baseUrl}/stripe/checkout/${id}`,
  };
}

/** Who paid, as far as the double asks: the e-mail of the request. */
function customerDetails(email: string): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
}

function oneCurrency(lines: readonly Stripe.LineItem[]): string {
  const codes = [...new Set(lines.map((line) => line.currency))];
  if (codes.length === 1 && codes[0]) return codes[0];
  throw new StripeApiError(400, {
    message: `All line items must have the same currency; found ${codes.join(", ")}.`,
    param: "line_items",
  });
}

/** 0 is a no-cost order; between it and Stripe's minimum nothing can be charged. */
function checkTotal(total: number, code: string): void {
  if (total > 0 && total < (MINIMUM_CHARGE[code] ?? 1)) {
    const message = `The Checkout Session's total amount must be at least ${MINIMUM_CHARGE[code]} in minor units of ${code}.`;
    throw new StripeApiError(400, { code: "amount_too_small", message });
  }
  if (total > MAXIMUM_CHARGE) {
    const message = `The Checkout Session's total amount must be at most ${MAXIMUM_CHARGE} in minor units.`;
    throw new StripeApiError(400, { code: "amount_too_large", message });
  }
}

function checkedExpiry(expiresAt: number | undefined, created: number): number {
  const expiry = expiresAt ?? created + MAXIMUM_LIFE_SECONDS;
  if (expiry < created + MINIMUM_LIFE_SECONDS) throw wrongExpiry("at least 30 minutes");
  if (expiry > created + MAXIMUM_LIFE_SECONDS) throw wrongExpiry("less than 24 hours");
  return expiry;
}

function wrongExpiry(mustBe: string): StripeApiError {
  const message = `The \`expires_at\` timestamp must be ${mustBe} from Checkout Session creation.`;
  return new StripeApiError(400, { message, param: "expires_at" });
}

const UNUSED_FEATURES = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer: null,
  customer_account: null,
  customer_creation: "if_required",
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  managed_payments: null,
  origin_context: null,
  payment_link: null,
  payment_method_collection: "if_required",
  payment_method_configuration_details: null,
  payment_method_options: null,
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;

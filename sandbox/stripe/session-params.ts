import { z } from "zod";
import { integer, metadata, text, textThat, webAddress } from "#sandbox/stripe/params.ts";

/** Stripe's largest charge and unit price, in minor units. */
export const MAXIMUM_CHARGE = 99_999_999;
const CURRENCIES = new Set(Intl.supportedValuesOf("currency").map((code) => code.toLowerCase()));

const currency = textThat((value) => CURRENCIES.has(value.toLowerCase()), "must be an ISO 4217 currency");

const lineItem = z.strictObject({
  quantity: integer(1, 999_999),
  price_data: z.strictObject({
    currency,
    unit_amount: integer(0, MAXIMUM_CHARGE),
    product_data: z.strictObject({
      name: text(250),
      description: text(40_000).optional(),
      metadata: metadata.optional(),
      images: z.array(webAddress).max(8).optional(),
    }),
  }),
});

/** Parameters of "create a session", as far as the double knows them. */
export const sessionParams = z.strictObject({
  mode: textThat((mode) => mode === "payment", "must be `payment`: this sandbox knows no other mode"),
  line_items: z.array(lineItem).min(1).max(100),
  success_url: webAddress,
  cancel_url: webAddress.optional(),
  client_reference_id: textThat(
    (id) => /^[\w-]{1,200}$/.test(id),
    "must be letters, digits, - and _",
  ).optional(),
  customer_email: textThat((email) => /^[^@\s]+@[^@\s]+$/.test(email), "must be an email address").optional(),
  expires_at: integer(0, 1e12).optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({ metadata: metadata.optional(), description: text(1000).optional() })
    .optional(),
  payment_method_types: z.array(text(50)).max(20).optional(),
  locale: text(20).optional(),
  submit_type: text(20).optional(),
  ui_mode: textThat((mode) => mode === "hosted_page", "must be `hosted_page`").optional(),
  expand: z.array(text(100)).max(20).optional(),
});

export type SessionParams = z.output<typeof sessionParams>;

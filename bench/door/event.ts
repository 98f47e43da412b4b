/** The event that both sides of the comparison store: a paid checkout as Stripe sends it, some 3 KB. */

/** Makes the body of one event; only the id differs, and it is always 28 characters long. */
export function eventBody(id: string): string {
  return EVENT.replace("{id}", id);
}

/** `n` as an event id of 28 characters. */
export function eventId(prefix: string, n: number): string {
  return `evt_${prefix}${String(n).padStart(24 - prefix.length, "0")}`;
}

const EVENT = JSON.stringify(
  {
    id: "{id}",
    object: "event",
    api_version: "2026-10-28.endive",
    created: 1763600000,
    data: {
      object: {
        id: "cs_test_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6",
        object: "checkout.session",
        adaptive_pricing: { enabled: false },
        after_expiration: null,
        allow_promotion_codes: null,
        amount_subtotal: 249900,
        amount_total: 249900,
        automatic_tax: { enabled: false, liability: null, provider: null, status: null },
        billing_address_collection: null,
        cancel_url: "https://baton.example/programs/medical-assistant",
        client_reference_id: "0f6e2c1a-3b4d-4c5e-8f70-91a2b3c4d5e6",
        collected_information: null,
        consent: null,
        consent_collection: null,
        created: 1763599900,
        currency: "usd",
        currency_conversion: null,
        custom_fields: [],
        custom_text: {
          after_submit: null,
          shipping_address: null,
          submit: null,
          terms_of_service_acceptance: null,
        },
        customer: null,
        customer_creation: "if_required",
        customer_details: {
          address: { city: null, country: "US", line1: null, line2: null, postal_code: "46204", state: null },
          email: "student@example.com",
          name: "Sample Student",
          phone: null,
          tax_exempt: "none",
          tax_ids: [],
        },
        customer_email: "student@example.com",
        discounts: [],
        expires_at: 1763686300,
        invoice: null,
        invoice_creation: {
          enabled: false,
          invoice_data: {
            account_tax_ids: null,
            custom_fields: null,
            description: null,
            footer: null,
            issuer: null,
            metadata: {},
            rendering_options: null,
          },
        },
        livemode: false,
        locale: null,
        metadata: { orderId: "0f6e2c1a-3b4d-4c5e-8f70-91a2b3c4d5e6" },
        mode: "payment",
        payment_intent: "pi_3QaBcDeFgHiJkLmN0oPqRsTu",
        payment_link: null,
        payment_method_collection: "if_required",
        payment_method_configuration_details: { id: "pmc_1QaBcDeFgHiJkLmNoPqRsTuV", parent: null },
        payment_method_options: { card: { request_three_d_secure: "automatic" } },
        payment_method_types: ["card", "link", "cashapp", "us_bank_account"],
        payment_status: "paid",
        phone_number_collection: { enabled: false },
        recovered_from: null,
        saved_payment_method_options: null,
        setup_intent: null,
        shipping_address_collection: null,
        shipping_cost: null,
        shipping_options: [],
        status: "complete",
        submit_type: null,
        subscription: null,
        success_url: "https://baton.example/orders/0f6e2c1a-3b4d-4c5e-8f70-91a2b3c4d5e6",
        total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
        ui_mode: "hosted",
        url: null,
        wallet_options: null,
      },
    },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: "checkout.session.completed",
  },
  null,
  2,
);

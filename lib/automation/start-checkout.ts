/** From "Enroll" to Stripe's page: an order with a price snapshot, and the checkout that belongs to it. */
import { asItself, asUser, type Database, type Tx } from "#lib/db/client.ts";
import { chooseOptions, type Choice, type PathOption } from "#lib/domain/choose-options.ts";
import type { Claims } from "#lib/domain/claims.ts";
import {
  abandonOrder,
  addOrder,
  findOpenCheckout,
  lockPurchase,
  saveCheckout,
} from "#lib/db/checkout-orders.ts";
import { PaymentError, type Payments } from "#lib/payments/index.ts";

/** Why nothing was bought; `code` is for machines, the message for the student. Nothing was written. */
export class CheckoutRefusedError extends Error {
  override readonly name = "CheckoutRefusedError";
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(REFUSALS[code]);
    this.code = code;
  }
}

const REFUSALS = {
  program_not_found: "There is no such program.",
  already_enrolled: "You are in this program already. You find it on your dashboard.",
  no_required_step: "This program cannot be bought yet: its path is not ready.",
  unknown_option: "That choice does not belong to this program.",
  choose_one: "Choose one partner for every step.",
  partner_unavailable:
    "A training partner of this program is not available right now, so it cannot be bought.",
} as const;

type RefusalCode = keyof typeof REFUSALS;

/** Hours a student has for paying; Stripe allows at most 24. */
const CHECKOUT_OPEN_HOURS = 23;

export interface CheckoutDeps {
  /** Connected as baton_web. */
  db: Database;
  payments: Payments;
  appUrl: string;
}

/**
 * Writes an order that awaits payment and opens its checkout. Price, currency, partners and courses come
 * from the database alone. Pressing the button again returns the checkout that is open already.
 * Throws CheckoutRefusedError, or PaymentError when Stripe cannot be reached (asking again goes on with the same order).
 */
export async function startCheckout(
  deps: CheckoutDeps,
  request: { claims: Claims; programSlug: string; optionIds: readonly string[] },
): Promise<{ orderId: string; checkoutUrl: string }> {
  const offer = await asUser(deps.db, request.claims, (tx) =>
    readOffer(tx, request.claims, request.programSlug),
  );
  const choice = chooseOptions(offer.options, request.optionIds);
  if (!choice.ok) throw new CheckoutRefusedError(choice.reason);
  const order = await asItself(deps.db, (tx) => orderFor(tx, request.claims, offer, choice));
  if (order.checkoutUrl) return { orderId: order.id, checkoutUrl: order.checkoutUrl };
  try {
    return await openCheckout(deps, request.claims, offer, order);
  } catch (error) {
    // Stripe was asked for this order before, in other words (a new e-mail address, say): a new order it is.
    if (!(error instanceof PaymentError) || error.code !== "idempotency_error") throw error;
    await asItself(deps.db, (tx) => abandonOrder(tx, order.id));
    return openCheckout(
      deps,
      request.claims,
      offer,
      await asItself(deps.db, (tx) => orderFor(tx, request.claims, offer, choice)),
    );
  }
}

interface Offer {
  programId: string;
  slug: string;
  title: string;
  priceCents: number;
  currency: string;
  options: PathOption[];
}

async function readOffer(tx: Tx, claims: Claims, slug: string): Promise<Offer> {
  const program = await tx
    .selectFrom("programs")
    .select(["id", "slug", "title", "price_cents", "currency"])
    .where("slug", "=", slug)
    .where("active", "=", true)
    .executeTakeFirst();
  if (!program) throw new CheckoutRefusedError("program_not_found");
  const running = await tx
    .selectFrom("enrollments")
    .select("id")
    .where("user_id", "=", claims.sub)
    .where("program_id", "=", program.id)
    .where("status", "in", ["active", "suspended"])
    .executeTakeFirst();
  if (running) throw new CheckoutRefusedError("already_enrolled");
  return {
    programId: program.id,
    slug: program.slug,
    title: program.title,
    priceCents: program.price_cents,
    currency: program.currency,
    options: await readOptions(tx, program.id),
  };
}

async function readOptions(tx: Tx, programId: string): Promise<PathOption[]> {
  const rows = await tx
    .selectFrom("program_partner_lms as o")
    .innerJoin("partner_lms_providers as p", "p.id", "o.provider_id")
    .innerJoin("partner_courses as c", "c.id", "o.course_id")
    .select(["o.id", "o.sequence_order", "o.required", "p.active", "c.active as course_active"])
    .where("o.program_id", "=", programId)
    .execute();
  return rows.map((row) => ({
    optionId: row.id,
    sequenceOrder: row.sequence_order,
    required: row.required,
    providerActive: row.active,
    courseActive: row.course_active,
  }));
}

interface OpenOrder {
  id: string;
  checkoutUrl: string | null;
  expiresAt: Date;
}

/** The student's open order for exactly this, or a new one. Two clicks at once take turns. */
async function orderFor(
  tx: Tx,
  claims: Claims,
  offer: Offer,
  choice: Extract<Choice, { ok: true }>,
): Promise<OpenOrder> {
  await lockPurchase(tx, claims.sub, offer.programId);
  const purchase = {
    studentId: claims.sub,
    programId: offer.programId,
    optionIds: choice.optionIds,
    amountCents: offer.priceCents,
    currency: offer.currency,
    description: offer.title,
  };
  return (await findOpenCheckout(tx, purchase)) ?? addOrder(tx, purchase, CHECKOUT_OPEN_HOURS);
}

async function openCheckout(
  deps: CheckoutDeps,
  claims: Claims,
  offer: Offer,
  order: OpenOrder,
): Promise<{ orderId: string; checkoutUrl: string }> {
  const checkout = await deps.payments.openCheckout({
    orderId: order.id,
    studentEmail: claims.email,
    lines: [{ name: offer.title, amountCents: offer.priceCents }],
    currency: offer.currency,
    successUrl: `${deps.appUrl}/checkout/return?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${deps.appUrl}/programs/${offer.slug}`,
    expiresAt: order.expiresAt,
    metadata: { orderId: order.id },
  });
  await asItself(deps.db, (tx) => saveCheckout(tx, order.id, checkout));
  return { orderId: order.id, checkoutUrl: checkout.url };
}

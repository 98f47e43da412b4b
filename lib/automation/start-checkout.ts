/** From "Enroll" to Stripe's page: an order with a price snapshot, and the checkout that belongs to it. */
import { asItself, asUser, type Database, type Tx } from "#lib/db/client.ts";
import { findOffer, isInProgram, type Offer } from "#lib/db/offers.ts";
import { chooseOptions } from "#lib/domain/choose-options.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { offerPrice, orderLines } from "#lib/domain/offer-price.ts";
import {
  abandonOrder,
  addOrder,
  findOpenCheckout,
  lockPurchase,
  saveCheckout,
  type Purchase,
  type UnpaidOrder,
} from "#lib/db/checkout-orders.ts";
import { holdSeats, holdsExactly } from "#lib/db/course-sessions.ts";
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
  unknown_session: "That date does not belong to this choice.",
  choose_a_session: "Choose a date: this course is taught at set times.",
  session_over: "That date is not on offer any more. Choose another one.",
  session_booked_already: "You have a seat at that date already.",
  session_full: "Somebody else took the last seat of that date. Choose another one.",
} as const;

type RefusalCode = keyof typeof REFUSALS;

/** Hours a student has for paying; Stripe allows at most 24. */
const CHECKOUT_OPEN_HOURS = 23;
/** Hours for which an unpaid order keeps seats from others. */
const SEATS_HELD_HOURS = 1;

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
  request: {
    claims: Claims;
    programSlug: string;
    optionIds: readonly string[];
    /** Option id → the date chosen for it; options that are not chosen are left aside. */
    sessions?: Readonly<Record<string, string>>;
  },
): Promise<{ orderId: string; checkoutUrl: string }> {
  const offer = await asUser(deps.db, request.claims, (tx) =>
    readOffer(tx, request.claims, request.programSlug),
  );
  const choice = chooseOptions(offer.options, request.optionIds);
  if (!choice.ok) throw new CheckoutRefusedError(choice.reason);
  const purchase = purchaseOf(request.claims, offer, choice.optionIds);
  const sessionIds = choice.optionIds.flatMap((id) => request.sessions?.[id] ?? []);
  const order = await asItself(deps.db, (tx) => orderFor(tx, purchase, sessionIds));
  if (order.checkoutUrl) return { orderId: order.id, checkoutUrl: order.checkoutUrl };
  try {
    return await openCheckout(deps, request.claims, purchase, order);
  } catch (error) {
    // Stripe was asked for this order before, in other words (a new e-mail address, say): a new order it is.
    if (!(error instanceof PaymentError) || error.code !== "idempotency_error") throw error;
    await asItself(deps.db, (tx) => abandonOrder(tx, order.id));
    const another = await asItself(deps.db, (tx) => orderFor(tx, purchase, sessionIds));
    return openCheckout(deps, request.claims, purchase, another);
  }
}

async function readOffer(tx: Tx, claims: Claims, slug: string): Promise<Offer> {
  const offer = await findOffer(tx, slug);
  if (!offer) throw new CheckoutRefusedError("program_not_found");
  if (await isInProgram(tx, claims.sub, offer.programId)) throw new CheckoutRefusedError("already_enrolled");
  return offer;
}

/** Prices the chosen options; nothing of it comes from the request. */
function purchaseOf(claims: Claims, offer: Offer, optionIds: string[]): Purchase {
  const chosen = offer.options.filter((option) => optionIds.includes(option.optionId));
  return {
    studentId: claims.sub,
    programId: offer.programId,
    optionIds,
    amountCents: offerPrice(offer.priceCents, chosen),
    currency: offer.currency,
    description: offer.title,
    lines: orderLines(offer, chosen),
  };
}

/** The student's open order for exactly this, or a new one, with its seats. Two clicks at once take turns. */
async function orderFor(tx: Tx, purchase: Purchase, sessionIds: readonly string[]): Promise<UnpaidOrder> {
  await lockPurchase(tx, purchase.studentId, purchase.programId);
  const open = await findOpenCheckout(tx, purchase);
  const hours = sessionIds.length > 0 ? SEATS_HELD_HOURS : CHECKOUT_OPEN_HOURS;
  const order =
    open && (await holdsExactly(tx, open.id, sessionIds)) ? open : await addOrder(tx, purchase, hours);
  const seats = await holdSeats(tx, order.id, sessionIds);
  if (seats !== "held") throw new CheckoutRefusedError(seats);
  return order;
}

async function openCheckout(
  deps: CheckoutDeps,
  claims: Claims,
  purchase: Purchase,
  order: UnpaidOrder,
): Promise<{ orderId: string; checkoutUrl: string }> {
  const checkout = await deps.payments.openCheckout({
    orderId: order.id,
    studentEmail: claims.email,
    lines: [{ name: purchase.description, amountCents: purchase.amountCents }],
    currency: purchase.currency,
    successUrl: `${deps.appUrl}/checkout/return?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${deps.appUrl}/checkout/return?order_id=${order.id}`,
    expiresAt: order.expiresAt,
    metadata: { orderId: order.id },
  });
  await asItself(deps.db, (tx) => saveCheckout(tx, order.id, checkout));
  return { orderId: order.id, checkoutUrl: checkout.url };
}

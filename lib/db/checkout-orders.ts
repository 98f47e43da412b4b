/** Orders as the web writes them: before anything is paid. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { OrderLine } from "#lib/domain/offer-price.ts";

export interface Purchase {
  studentId: string;
  programId: string;
  optionIds: string[];
  amountCents: number;
  currency: string;
  description: string;
  /** What the amount is made of; empty where it has one part. */
  lines: readonly OrderLine[];
}

export interface UnpaidOrder {
  id: string;
  /** Null while Stripe was not asked, or did not answer. */
  checkoutUrl: string | null;
  expiresAt: Date;
}

/** Makes other purchases of the same program by the same student wait until this transaction ends. */
export async function lockPurchase(tx: Tx, studentId: string, programId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`purchase:${studentId}:${programId}`}, 0))`.execute(
    tx,
  );
}

/** Finds an order for exactly this purchase that can still be paid for ten minutes at least; null when there is none. */
export async function findOpenCheckout(tx: Tx, purchase: Purchase): Promise<UnpaidOrder | null> {
  const row = await tx
    .selectFrom("orders")
    .select(["id", "checkout_url", "checkout_expires_at"])
    .where("student_id", "=", purchase.studentId)
    .where("program_id", "=", purchase.programId)
    .where("status", "=", "awaiting_payment")
    .where("amount_cents", "=", purchase.amountCents)
    .where("currency", "=", purchase.currency)
    .where("description", "=", purchase.description)
    .where(sql<boolean>`option_ids = ${purchase.optionIds}::uuid[]`)
    .where("checkout_expires_at", ">", sql<Date>`now() + interval '10 minutes'`)
    .orderBy("created_at", "desc")
    .executeTakeFirst();
  if (!row?.checkout_expires_at) return null;
  return { id: row.id, checkoutUrl: row.checkout_url, expiresAt: row.checkout_expires_at };
}

/** Writes an order that awaits payment and says until when its checkout will be open. */
export async function addOrder(tx: Tx, purchase: Purchase, openHours: number): Promise<UnpaidOrder> {
  const row = await tx
    .insertInto("orders")
    .values({
      student_id: purchase.studentId,
      program_id: purchase.programId,
      option_ids: purchase.optionIds,
      amount_cents: purchase.amountCents,
      currency: purchase.currency,
      description: purchase.description,
      lines: JSON.stringify(purchase.lines),
      // Whole seconds: Stripe is asked again with the very same time.
      checkout_expires_at: sql`date_trunc('second', now() + make_interval(hours => ${openHours}))`,
    })
    .returning(["id", "checkout_expires_at"])
    .executeTakeFirstOrThrow();
  return { id: row.id, checkoutUrl: null, expiresAt: row.checkout_expires_at! };
}

/** Adds the address of Stripe's page to an order nobody paid yet. */
export async function saveCheckout(
  tx: Tx,
  orderId: string,
  checkout: { sessionId: string; url: string; expiresAt: Date },
): Promise<void> {
  await tx
    .updateTable("orders")
    .set({
      stripe_checkout_session_id: checkout.sessionId,
      checkout_url: checkout.url,
      checkout_expires_at: checkout.expiresAt,
      updated_at: sql`now()`,
    })
    .where("id", "=", orderId)
    .where("status", "=", "awaiting_payment")
    .execute();
}

/** Lets nobody come back to an order whose checkout cannot be opened any more. */
export async function abandonOrder(tx: Tx, orderId: string): Promise<void> {
  await tx
    .updateTable("orders")
    .set({ checkout_expires_at: sql`now()`, updated_at: sql`now()` })
    .where("id", "=", orderId)
    .where("status", "=", "awaiting_payment")
    .execute();
}

/** Payments made before Baton wrote orders: they name student, partner and course in their metadata. */
import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import type { OrderRow } from "#lib/db/orders.ts";
import { offerPrice } from "#lib/domain/offer-price.ts";
import type { CheckoutFact } from "#lib/payments/index.ts";

const olderMetadata = z.object({
  studentId: z.uuid(),
  partnerId: z.uuid(),
  courseId: z.uuid(),
  programId: z.uuid().optional(),
});

/**
 * Writes the order that an older payment stands for, at the price our own catalogue states, and returns it.
 * Null when its ids are not all real, or do not belong together. The unique session id makes it once only.
 */
export async function adoptOlderPayment(tx: Tx, session: CheckoutFact): Promise<OrderRow | null> {
  const named = olderMetadata.safeParse(session.metadata);
  if (!named.success) return null;
  const { studentId, partnerId, courseId, programId } = named.data;
  const offer = programId
    ? await findProgramOffer(tx, programId, partnerId, courseId)
    : await findCourseOffer(tx, partnerId, courseId);
  const student = await tx.selectFrom("profiles").select("id").where("id", "=", studentId).executeTakeFirst();
  if (!offer || !student) return null;
  const row = await tx
    .insertInto("orders")
    .values({
      student_id: studentId,
      program_id: programId ?? null,
      course_id: programId ? null : courseId,
      option_ids: offer.optionIds,
      amount_cents: offer.amountCents,
      currency: offer.currency,
      description: offer.title,
      stripe_checkout_session_id: session.sessionId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    studentId,
    programId: programId ?? null,
    courseId: programId ? null : courseId,
    status: "awaiting_payment",
    amountCents: offer.amountCents,
    currency: offer.currency,
    description: offer.title,
    sessionId: session.sessionId,
  };
}

interface Offer {
  title: string;
  amountCents: number;
  currency: string;
  optionIds: string[];
}

async function findProgramOffer(
  tx: Tx,
  programId: string,
  providerId: string,
  courseId: string,
): Promise<Offer | null> {
  const row = await tx
    .selectFrom("programs as p")
    .innerJoin("program_partner_lms as o", "o.program_id", "p.id")
    .select(["p.title", "p.price_cents", "p.currency", "o.id", "o.surcharge_cents"])
    .where("p.id", "=", programId)
    .where("o.provider_id", "=", providerId)
    .where("o.course_id", "=", courseId)
    .executeTakeFirst();
  if (!row) return null;
  const amountCents = offerPrice(row.price_cents, [{ surchargeCents: row.surcharge_cents }]);
  return { title: row.title, amountCents, currency: row.currency, optionIds: [row.id] };
}

/** A single course is sold in the catalogue's one currency. */
async function findCourseOffer(tx: Tx, providerId: string, courseId: string): Promise<Offer | null> {
  const row = await tx
    .selectFrom("partner_courses")
    .select(["course_name", "retail_cents"])
    .where("id", "=", courseId)
    .where("provider_id", "=", providerId)
    .where("active", "=", true)
    .executeTakeFirst();
  if (row?.retail_cents == null) return null;
  return { title: row.course_name, amountCents: row.retail_cents, currency: "usd", optionIds: [] };
}

/** What is for sale right now, with everything a price is made of. */
import type { Tx } from "#lib/db/client.ts";
import type { PricedOption } from "#lib/domain/offer-price.ts";

export interface OfferOption extends PricedOption {
  /** Course and partner in one line, for the receipt. */
  label: string;
}

/** An active program and every option of its path. Minor units. */
export interface Offer {
  programId: string;
  slug: string;
  title: string;
  priceCents: number;
  currency: string;
  options: OfferOption[];
}

/** Reads the active program of this slug, or the one that had it before; null when there is neither. */
export async function findOffer(tx: Tx, slug: string): Promise<Offer | null> {
  const program = await tx
    .selectFrom("programs")
    .select(["id", "slug", "title", "price_cents", "currency"])
    .where("active", "=", true)
    .where((eb) =>
      eb.or([
        eb("slug", "=", slug),
        eb("id", "=", eb.selectFrom("program_slug_aliases").select("program_id").where("slug", "=", slug)),
      ]),
    )
    .orderBy((eb) => eb("slug", "=", slug), "desc")
    .executeTakeFirst();
  if (!program) return null;
  return {
    programId: program.id,
    slug: program.slug,
    title: program.title,
    priceCents: program.price_cents,
    currency: program.currency,
    options: await readOptions(tx, program.id),
  };
}

/** True while the person is in this program already. */
export async function isInProgram(tx: Tx, studentId: string, programId: string): Promise<boolean> {
  const running = await tx
    .selectFrom("enrollments")
    .select("id")
    .where("user_id", "=", studentId)
    .where("program_id", "=", programId)
    .where("status", "in", ["active", "suspended"])
    .executeTakeFirst();
  return running !== undefined;
}

async function readOptions(tx: Tx, programId: string): Promise<OfferOption[]> {
  const rows = await tx
    .selectFrom("program_partner_lms as o")
    .innerJoin("partner_lms_providers as p", "p.id", "o.provider_id")
    .innerJoin("partner_courses as c", "c.id", "o.course_id")
    .select(["o.id", "o.sequence_order", "o.required", "o.surcharge_cents"])
    .select(["p.active", "p.provider_name", "c.active as course_active", "c.course_name"])
    .where("o.program_id", "=", programId)
    .execute();
  return rows.map((row) => ({
    optionId: row.id,
    sequenceOrder: row.sequence_order,
    required: row.required,
    surchargeCents: row.surcharge_cents,
    providerActive: row.active,
    courseActive: row.course_active,
    label: `${row.course_name} (${row.provider_name})`,
  }));
}

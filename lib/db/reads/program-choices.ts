/** What there is to choose from in the catalogue's filters. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { DELIVERY_FORMATS, type DeliveryFormat } from "#lib/domain/delivery-format.ts";

export interface ProgramChoices {
  categories: string[];
  partners: { slug: string; name: string }[];
  /** In the order of DELIVERY_FORMATS. */
  formats: DeliveryFormat[];
}

/** Reads the categories, partners and formats that at least one active program has, by name. Three queries. */
export async function readProgramChoices(tx: Tx): Promise<ProgramChoices> {
  const categories = await tx
    .selectFrom("programs")
    .where("active", "=", true)
    .groupBy("category")
    .orderBy("category")
    .select("category")
    .execute();
  const partners = await tx
    .selectFrom("partner_lms_providers as provider")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("program_partner_lms as step")
          .innerJoin("programs", "programs.id", "step.program_id")
          .whereRef("step.provider_id", "=", "provider.id")
          .where("programs.active", "=", true)
          .select("step.id"),
      ),
    )
    .orderBy("provider_name")
    .select(["provider_type as slug", "provider_name as name"])
    .execute();
  const formats = await readFormats(tx);
  return {
    categories: categories.map((row) => row.category),
    partners,
    formats: DELIVERY_FORMATS.filter((format) => formats.has(format)),
  };
}

async function readFormats(tx: Tx): Promise<Set<string>> {
  const { rows } = await sql<{ format: string }>`
    select distinct course.delivery_format as format
    from program_partner_lms step
    join programs on programs.id = step.program_id and programs.active
    join partner_courses course on course.id = step.course_id`.execute(tx);
  return new Set(rows.map((row) => row.format));
}

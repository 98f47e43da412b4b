/** What there is to choose from in the catalogue's filters. */
import type { Tx } from "#lib/db/client.ts";

export interface ProgramChoices {
  categories: string[];
  partners: { slug: string; name: string }[];
  formats: string[];
}

/** Reads the categories, partners and formats that at least one active program has, by name. Two queries. */
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
    .select(["provider_type as slug", "provider_name as name", "delivery_description as format"])
    .execute();
  return {
    categories: categories.map((row) => row.category),
    partners: partners.map(({ slug, name }) => ({ slug, name })),
    formats: [...new Set(partners.map((row) => row.format).filter(Boolean))].sort(),
  };
}

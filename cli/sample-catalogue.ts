/** The catalogue that ships with Baton: which file, and which of its partners can be sold today. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseCatalogue, seedCatalogue } from "#lib/db/catalogue-seed.ts";
import type { SeedCount } from "#lib/db/catalogue-seed.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";

export const CATALOGUE_FILE = path.resolve(import.meta.dirname, "../supabase/seed/catalogue.json");

/** Loads the sample catalogue into a migrated database and returns what was written per table. Safe to repeat. */
export async function loadSampleCatalogue(ownerUrl: string): Promise<SeedCount[]> {
  const catalogue = parseCatalogue(await readFile(CATALOGUE_FILE, "utf8"));
  // Partners without a connector stay inactive until theirs exists.
  const connected = partnerDescriptors.map(({ slug }) => slug);
  return seedCatalogue(ownerUrl, catalogue, connected);
}

/** One count as people read it. */
export function describeCount({ table, inserted, updated, unchanged }: SeedCount): string {
  return `${table.padEnd(22)} ${inserted} new, ${updated} updated, ${unchanged} unchanged`;
}

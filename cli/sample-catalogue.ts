/** The catalogue that ships with Baton: which files, and which of its partners can be sold today. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { loadSampleCourses } from "#cli/sample-courses.ts";
import { parseCatalogue, withDemoPrograms } from "#lib/db/catalogue-file.ts";
import { seedCatalogue } from "#lib/db/catalogue-seed.ts";
import type { SeedCount } from "#lib/db/catalogue-seed.ts";
import type { Env } from "#lib/config.ts";
import { configuredPartners, partnerDescriptors } from "#lib/partners/index.ts";

const FOLDER = path.resolve(import.meta.dirname, "../supabase/seed");

export const CATALOGUE_FILE = path.join(FOLDER, "catalogue.json");
export const DEMO_PROGRAMS_FILE = path.join(FOLDER, "demo-programs.json");

/**
 * Loads the sample catalogue, the demo programs and the courses of our own into a migrated database and returns what
 * was written per table. Partners outside `sold` are inactive until somebody switches them on. Safe to repeat.
 */
export async function loadSampleCatalogue(
  ownerUrl: string,
  sold: readonly string[] = partnerDescriptors.map(({ slug }) => slug),
): Promise<SeedCount[]> {
  const sample = parseCatalogue(await readFile(CATALOGUE_FILE, "utf8"));
  const catalogue = withDemoPrograms(sample, await readFile(DEMO_PROGRAMS_FILE, "utf8"));
  const counts = await seedCatalogue(ownerUrl, catalogue, sold);
  return [...counts, ...(await loadSampleCourses(ownerUrl))];
}

/** The partners whose variables are set; all of them where none is, as on a machine on which the sandbox plays them. */
export function sellablePartners(env: Env): string[] {
  const setups = configuredPartners(env);
  const ready = setups.filter(({ missing }) => missing.length === 0);
  return (ready.length > 0 ? ready : setups).map(({ slug }) => slug);
}

/** One count as people read it. */
export function describeCount({ table, inserted, updated, unchanged }: SeedCount): string {
  return `${table.padEnd(27)} ${inserted} new, ${updated} updated, ${unchanged} unchanged`;
}

/** The catalogue that ships with Baton: which files, and which of its partners can be sold today. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { loadSampleCourses } from "#cli/sample-courses.ts";
import { parseCatalogue, withDemoPrograms } from "#lib/db/catalogue-file.ts";
import { seedCatalogue } from "#lib/db/catalogue-seed.ts";
import type { SeedCount } from "#lib/db/catalogue-seed.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";

const FOLDER = path.resolve(import.meta.dirname, "../supabase/seed");

export const CATALOGUE_FILE = path.join(FOLDER, "catalogue.json");
export const DEMO_PROGRAMS_FILE = path.join(FOLDER, "demo-programs.json");

/** Loads the sample catalogue, the demo programs and the courses of our own into a migrated database and returns what was written per table. Safe to repeat. */
export async function loadSampleCatalogue(ownerUrl: string): Promise<SeedCount[]> {
  const sample = parseCatalogue(await readFile(CATALOGUE_FILE, "utf8"));
  const catalogue = withDemoPrograms(sample, await readFile(DEMO_PROGRAMS_FILE, "utf8"));
  // Partners without a connector stay inactive until theirs exists.
  const connected = partnerDescriptors.map(({ slug }) => slug);
  const counts = await seedCatalogue(ownerUrl, catalogue, connected);
  return [...counts, ...(await loadSampleCourses(ownerUrl))];
}

/** One count as people read it. */
export function describeCount({ table, inserted, updated, unchanged }: SeedCount): string {
  return `${table.padEnd(27)} ${inserted} new, ${updated} updated, ${unchanged} unchanged`;
}

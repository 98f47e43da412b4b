/** The database that every test database is a copy of: migrated, with the sample catalogue. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { CATALOGUE_FILE, DEMO_PROGRAMS_FILE, loadSampleCatalogue } from "#cli/sample-catalogue.ts";
import { sampleCourseFiles } from "#cli/sample-courses.ts";
import { migrate, readMigrations } from "#lib/db/migrate.ts";
import { setRolePasswords } from "#lib/db/roles.ts";
import type { RolePasswords } from "#lib/db/roles.ts";

/** Whatever decides how the catalogue gets into the database. */
const SEED_SOURCES = [
  ...sampleCourseFiles(),
  "../../cli/sample-courses.ts",
  CATALOGUE_FILE,
  DEMO_PROGRAMS_FILE,
  "../../lib/db/catalogue-file.ts",
  "../../cli/sample-catalogue.ts",
  "../../lib/db/catalogue-seed.ts",
  "../../lib/partners/index.ts",
];

/** Makes the template for the current migrations and catalogue unless it is there; returns its name. */
export async function buildTemplate(adminUrl: string, passwords: RolePasswords): Promise<string> {
  const name = `baton_template_${contentHash()}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const found = await admin.query("select from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await build(admin, adminUrl, name);
    await setRolePasswords(adminUrl, passwords);
  } finally {
    await admin.end();
  }
  return name;
}

/** Builds under another name: a template that could not be finished is never used. */
async function build(admin: pg.Client, adminUrl: string, name: string): Promise<void> {
  const draft = `${name}_draft`;
  await admin.query(`drop database if exists ${draft} with (force)`);
  await admin.query(`create database ${draft}`);
  const url = new URL(adminUrl);
  url.pathname = `/${draft}`;
  await migrate(url.href);
  await loadSampleCatalogue(url.href);
  await admin.query(`alter database ${draft} rename to ${name}`);
}

function contentHash(): string {
  const hash = createHash("sha256");
  for (const { file, sql } of readMigrations()) hash.update(`${file}\n${sql}\n`);
  for (const file of SEED_SOURCES) hash.update(readFileSync(path.resolve(import.meta.dirname, file)));
  return hash.digest("hex").slice(0, 16);
}

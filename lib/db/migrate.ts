/**
 * Applies `supabase/migrations/*.sql` in the order of their names and remembers them where the Supabase
 * CLI does, so that either tool can go on where the other one stopped.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";

/** A migration that cannot be applied, or was edited afterwards; the message names the file and the line. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

export const MIGRATIONS_FOLDER = path.resolve(import.meta.dirname, "../../supabase/migrations");

/** Any number will do, as long as every migrator takes the same: one migrates while the others wait. */
const LOCK = 727_274;

interface Migration {
  file: string;
  version: string;
  name: string;
  sql: string;
}

/**
 * Applies what is missing, each file in a transaction of its own, and returns the files applied now ([] when
 * nothing was missing). Any number of callers at once: one works, the others wait and find nothing to do.
 * Throws MigrationError when a file fails (nothing of it stays) or was changed after it was applied.
 */
export async function migrate(url: string, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    const applied = await readApplied(client);
    for (const migration of migrations) refuseChanged(migration, applied.get(migration.version));
    const missing = migrations.filter((migration) => !applied.has(migration.version));
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.file);
  } finally {
    await client.end(); // also gives the lock back
  }
}

/** Reads the versions that this checkout knows, oldest first. Throws MigrationError when two files share a version. */
export function readMigrations(folder: string = MIGRATIONS_FOLDER): Migration[] {
  const migrations = readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const [, version, name] = /^(\d+)_(.+)\.sql$/.exec(file) ?? [];
      return version && name
        ? [{ file, version, name, sql: readFileSync(path.join(folder, file), "utf8") }]
        : [];
    });
  for (const [index, { file, version }] of migrations.entries())
    if (migrations[index - 1]?.version === version)
      throw new MigrationError(`${file} has the same number as ${migrations[index - 1]?.file}`);
  return migrations;
}

/** What was applied: version → text as applied, or null where the other tool kept none. */
async function readApplied(client: pg.Client): Promise<Map<string, string | null>> {
  await client.query(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (
      version text primary key, statements text[], name text
    )`);
  const { rows } = await client.query<{ version: string; statements: string[] | null }>(
    "select version, statements from supabase_migrations.schema_migrations",
  );
  return new Map(rows.map((row) => [row.version, row.statements?.join("") ?? null]));
}

function refuseChanged(migration: Migration, applied: string | null | undefined): void {
  if (!applied || squeeze(applied) === squeeze(migration.sql)) return;
  throw new MigrationError(
    `${migration.file} was changed after it was applied: put it back as it was and write a new migration`,
  );
}

/** The Supabase CLI keeps statements split and trimmed: compare what is left of both. */
function squeeze(sql: string): string {
  return sql.replaceAll(/[\s;]+/g, "");
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.sql);
    await client.query(
      "insert into supabase_migrations.schema_migrations (version, statements, name) values ($1, $2, $3)",
      [migration.version, [migration.sql], migration.name],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new MigrationError(`${whereFailed(migration, error)}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function whereFailed(migration: Migration, error: unknown): string {
  const position = Number((error as { position?: string }).position);
  if (!position) return migration.file;
  return `${migration.file}:${migration.sql.slice(0, position).split("\n").length}`;
}

/** Whether this process can do its work: what /readyz says. */
import type pg from "pg";
import { readMigrations } from "#lib/db/migrate.ts";

export interface Readiness {
  ready: boolean;
  database: boolean;
  /** Every migration that this version knows is applied. A newer database is fine. */
  migrations: boolean;
  queue: boolean;
}

const QUESTION = `select
  (select count(*)::int from supabase_migrations.schema_migrations where version = any ($1)) as applied,
  exists (
    select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'pgboss' and c.relname = 'job'
  ) as queue`;
const ANSWER_WITHIN_MS = 3000;

/** Makes the check: it asks the database each time it is called, and never throws. */
export function createReadinessCheck(pool: pg.Pool): () => Promise<Readiness> {
  const versions = readMigrations().map(({ version }) => version);
  const query = { text: QUESTION, values: [versions], query_timeout: ANSWER_WITHIN_MS };
  return async () => {
    try {
      const { rows } = await pool.query<{ applied: number; queue: boolean }>(query);
      const migrations = rows[0]?.applied === versions.length;
      const queue = rows[0]?.queue === true;
      return { ready: migrations && queue, database: true, migrations, queue };
    } catch (error) {
      // 3F000, 42P01, 42501: the database answers, but nobody migrated it.
      const database = /^(3F000|42P01|42501)$/.test(String((error as { code?: unknown }).code));
      return { ready: false, database, migrations: false, queue: false };
    }
  };
}

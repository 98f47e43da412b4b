/** What all sweeps share. */
import { sql, type RawBuilder } from "kysely";
import { logWarn } from "#lib/logger.ts";
import type { JobName } from "#lib/queue/jobs.ts";

/** Rows looked after in one sweep of one kind; the next sweep goes on. */
export const SWEPT_AT_ONCE = 200;

/** SQL: no job of this name and key waits or runs. */
export function hasNoJob(name: JobName, key: RawBuilder<unknown>): RawBuilder<boolean> {
  // Written as pg-boss's own unique index on waiting and running jobs is, so that it is used.
  return sql<boolean>`not exists (
    select from pgboss.job j
    where j.name = ${name} and coalesce(j.singleton_key, '') = ${key}
      and j.state <= 'active' and j.policy = 'exclusive')`;
}

/** Tells the log that the net caught something. */
export function reportSwept(operation: string, count: number): void {
  if (count > 0) logWarn("[sweep]", { operation, count });
}

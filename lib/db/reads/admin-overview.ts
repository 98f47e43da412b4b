/** How much of everything there is, for whoever runs the school. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

/** Counts stop here, so that the page costs the same with any number of students. */
export const COUNT_LIMIT = 10_000;

/** Each number is exact up to COUNT_LIMIT and COUNT_LIMIT + 1 beyond. */
export interface AdminOverview {
  activeEnrollments: number;
  stepsBeingSetUp: number;
  openFailures: number;
  completedEnrollments: number;
}

/** Counts what is under way, being set up, broken and done. One query. */
export async function readAdminOverview(tx: Tx): Promise<AdminOverview> {
  const { rows } = await sql<AdminOverview>`select
    ${counted(sql`enrollments where status = 'active'`)} as "activeEnrollments",
    ${counted(sql`enrollment_steps where status = 'enrolling'`)} as "stepsBeingSetUp",
    ${counted(sql`partner_lms_enrollment_failures where resolved_at is null`)} as "openFailures",
    ${counted(sql`enrollments where status = 'completed'`)} as "completedEnrollments"`.execute(tx);
  return rows[0]!;
}

function counted(what: ReturnType<typeof sql>) {
  return sql`(select count(*)::int from (select from ${what} limit ${sql.lit(COUNT_LIMIT + 1)}) as found)`;
}

import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

/** Finds the person's own running enrollment in a program; null when they are not in it. One query. */
export async function findMyEnrollment(tx: Tx, programId: string): Promise<{ id: string } | null> {
  const row = await tx
    .selectFrom("enrollments")
    .where("user_id", "=", sql<string>`(select auth.uid())`)
    .where("program_id", "=", programId)
    .where("status", "in", ["active", "suspended"])
    .select("id")
    .executeTakeFirst();
  return row ?? null;
}

/** What is kept of a person's name for certificates. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import type { NamedProfile } from "#lib/domain/legal-name.ts";

/**
 * Lets one at a time confirm or look for a person's name, until the transaction ends: whoever finds none and asks for it
 * must not be overtaken by its confirmation.
 */
export async function lockName(tx: Tx, studentId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`legal name ${studentId}`}, 0))`.execute(tx);
}

/** Keeps the name a person confirmed; as the web itself. False when there is no such person. */
export async function confirmLegalName(tx: Tx, studentId: string, name: string): Promise<boolean> {
  const { rows } = await sql<{ confirmed: boolean }>`
    select public.confirm_legal_name(${studentId}, ${name}) as confirmed`.execute(tx);
  return rows[0]?.confirmed ?? false;
}

/** Reads the name of an enrollment's student; null when there is no such enrollment. */
export async function findHolderName(tx: Tx, enrollmentId: string): Promise<NamedProfile | null> {
  const row = await tx
    .selectFrom("enrollments as e")
    .innerJoin("profiles as f", "f.id", "e.user_id")
    .select(["f.full_name", "f.legal_name", "f.legal_name_confirmed_at"])
    .where("e.id", "=", enrollmentId)
    .executeTakeFirst();
  return row
    ? { fullName: row.full_name, legalName: row.legal_name, confirmedAt: row.legal_name_confirmed_at }
    : null;
}

/** Finds the completed enrollments of a student that have had no certificate yet. */
export async function findEnrollmentsWithoutCertificate(
  db: Connection,
  studentId: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from public.enrollments e
    where e.user_id = ${studentId} and e.status = 'completed'
      and not exists (select from public.certificates c where c.enrollment_id = e.id)
    order by e.completed_at`.execute(db);
  return rows.map(({ id }) => id);
}

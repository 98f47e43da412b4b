/** Requests to be forgotten. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";

export interface DeletionRequest {
  id: string;
  dueAt: Date;
}

/** Opens a request, as the web itself; null when one is open already. */
export async function openRequest(tx: Tx, studentId: string): Promise<DeletionRequest | null> {
  const { rows } = await sql<DeletionRequest>`
    insert into public.deletion_requests (student_id) values (${studentId})
    on conflict (student_id) where canceled_at is null and done_at is null do nothing
    returning id, due_at as "dueAt"`.execute(tx);
  return rows[0] ?? null;
}

/** Cancels the open request of a person, as the web itself; null when there is none any more. */
export async function cancelRequest(tx: Tx, studentId: string): Promise<{ id: string } | null> {
  const row = await tx
    .updateTable("deletion_requests")
    .set({ canceled_at: sql`now()`, updated_at: sql`now()` })
    .where("student_id", "=", studentId)
    .where("canceled_at", "is", null)
    .where("done_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  return row ?? null;
}

/** Lists requests whose time has come, oldest first. */
export function listDueRequests(db: Connection, limit: number): Promise<{ id: string; studentId: string }[]> {
  return db
    .selectFrom("deletion_requests")
    .select(["id", "student_id as studentId"])
    .where("canceled_at", "is", null)
    .where("done_at", "is", null)
    .where("due_at", "<=", sql<Date>`now()`)
    .orderBy("due_at")
    .limit(limit)
    .execute();
}

/** Lists canceled requests that somebody is still shown as blocked. */
export async function listBlockedButCanceled(db: Connection): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from public.partner_lms_enrollment_failures f
    join public.deletion_requests r on f.subject = 'deletion:' || r.id
    where f.reason = 'deletion_blocked' and f.resolved_at is null and r.canceled_at is not null`.execute(db);
  return rows.map(({ id }) => id);
}

/** Carries a request out: `done`, `in training` while a program runs or money is on its way, `not due` otherwise. */
export async function erasePerson(tx: Tx, requestId: string): Promise<"done" | "in training" | "not due"> {
  const { rows } = await sql<{ outcome: "done" | "in training" | "not due" }>`
    select public.erase_person(${requestId}) as outcome`.execute(tx);
  return rows[0]!.outcome;
}

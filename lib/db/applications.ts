/** Applications, by the functions that alone may touch them from a page, and as the worker decides on them. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { readLanguage, type Language } from "#lib/domain/language.ts";

export interface NewApplication {
  /** At least 128 random bits: whoever holds it may see how the application stands. */
  publicId: string;
  programId: string;
  fullName: string;
  email: string;
  phone: string | null;
  message: string;
  language: Language;
  /** Keyed hash of the sender's address. */
  source: string;
}

/** How many applications one e-mail address, and one sender's address, may make within an hour. */
export const APPLICATIONS_PER_HOUR = { email: 3, source: 30 } as const;

/** Keeps an application, as the web itself; says why not otherwise. */
export async function addApplication(
  tx: Tx,
  application: NewApplication,
): Promise<"received" | "too_many" | "no_program"> {
  const { publicId, programId, fullName, email, phone, message, language, source } = application;
  const { rows } = await sql<{ answer: "received" | "too_many" | "no_program" }>`
    select public.receive_application(${publicId}, ${programId}, ${fullName}, ${email}, ${phone}, ${message}, ${language},
      ${source}, ${APPLICATIONS_PER_HOUR.email}, ${APPLICATIONS_PER_HOUR.source}) as answer`.execute(tx);
  return rows[0]!.answer;
}

/** Gives a signed-in person what was applied for with their verified address. Returns how many. */
export async function claimApplications(tx: Tx, userId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select public.claim_applications(${userId}) as n`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Takes an application back by its public id. False when it is over, or there is none. */
export async function withdrawApplication(tx: Tx, publicId: string): Promise<boolean> {
  const { rows } = await sql<{
    done: boolean;
  }>`select public.withdraw_application(${publicId}) as done`.execute(tx);
  return rows[0]?.done ?? false;
}

/** An application as a decision needs it, locked. */
export interface ApplicationToDecide {
  id: string;
  publicId: string;
  programId: string;
  programTitle: string;
  studentId: string | null;
  status: string;
  fullName: string;
  email: string;
  language: Language | null;
  createdAt: Date;
}

/** Finds and locks applications, in the order of their ids so that two decisions never wait for one another. */
export async function lockApplications(tx: Tx, ids: readonly string[]): Promise<ApplicationToDecide[]> {
  const { rows } = await sql<Omit<ApplicationToDecide, "language"> & { locale: string | null }>`
    select a.id, a.public_id as "publicId", a.program_id as "programId", p.title as "programTitle",
      a.student_id as "studentId", a.status, a.full_name as "fullName", a.email, a.locale, a.created_at as "createdAt"
    from public.applications a join public.programs p on p.id = a.program_id
    where a.id = any (${ids}::uuid[]) order by a.id for update of a`.execute(tx);
  return rows.map(({ locale, ...row }) => ({ ...row, language: readLanguage(locale) }));
}

/** Writes a decision down: declined, or the same as another one. */
export async function decideApplication(
  tx: Tx,
  id: string,
  decision: { status: "declined" } | { status: "duplicate"; duplicateOf: string },
  by: { actor: string; note: string },
): Promise<void> {
  await tx
    .updateTable("applications")
    .set({
      status: decision.status,
      duplicate_of: decision.status === "duplicate" ? decision.duplicateOf : null,
      decided_at: sql`now()`,
      decided_by: by.actor,
      decision_note: by.note || null,
      updated_at: sql`now()`,
    })
    .where("id", "=", id)
    .execute();
}

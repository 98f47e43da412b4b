/** What a person sees and changes of themselves. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { NamedProfile } from "#lib/domain/legal-name.ts";

export interface MyProfile extends NamedProfile {
  email: string;
  phone: string | null;
}

const ME = sql<string>`(select auth.uid())`;

/** Reads the profile of the person this transaction acts for; null when it is gone. */
export async function findMyProfile(tx: Tx): Promise<MyProfile | null> {
  const row = await tx
    .selectFrom("profiles")
    .where("id", "=", ME)
    .select(["email", "phone", "full_name as fullName", "legal_name as legalName"])
    .select("legal_name_confirmed_at as confirmedAt")
    .executeTakeFirst();
  return row ?? null;
}

/** Whether a certificate of this person waits, or soon will, for the name on it. */
export interface NameWish {
  profile: MyProfile;
  /** A completed program has no certificate yet. */
  isWaiting: boolean;
  /** They are in a program, so that a certificate will come. */
  isEnrolled: boolean;
}

/** Reads what decides whether the person is asked to confirm their name. Two queries. */
export async function readNameWish(tx: Tx): Promise<NameWish | null> {
  const profile = await findMyProfile(tx);
  if (!profile) return null;
  const { rows } = await sql<{ isWaiting: boolean; isEnrolled: boolean }>`
    select exists (
        select from public.enrollments e
        where e.user_id = ${ME} and e.status = 'completed'
          and not exists (select from public.certificates c where c.enrollment_id = e.id)) as "isWaiting",
      exists (select from public.enrollments e where e.user_id = ${ME} and e.status = 'active') as "isEnrolled"`.execute(
    tx,
  );
  return { profile, isWaiting: rows[0]?.isWaiting ?? false, isEnrolled: rows[0]?.isEnrolled ?? false };
}

/** Reads from when on the person this transaction acts for will be deleted; null when they asked for no such thing. */
export async function findOpenDeletion(tx: Tx): Promise<{ dueAt: Date } | null> {
  const row = await tx
    .selectFrom("deletion_requests")
    .select("due_at as dueAt")
    .where("student_id", "=", ME)
    .where("canceled_at", "is", null)
    .where("done_at", "is", null)
    .executeTakeFirst();
  return row ?? null;
}

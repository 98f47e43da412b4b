/** What partners know: accounts, enrollments, certificates. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import type { StepToEnroll } from "#lib/db/enrollments.ts";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";

/** The row written before the partner is asked. */
export interface PartnerIntent {
  id: string;
  externalEnrollmentId: string | null;
  externalAccountId: string | null;
  /** Counts enrollments the partner confirmed and then did not know: part of the idempotency key. */
  attempt: number;
}

/** Writes down that a step is to be enrolled at its partner, or returns what was written before. */
export async function writeIntent(db: Connection, step: StepToEnroll): Promise<PartnerIntent> {
  // The statuses are written out: a prepared statement finds the partial index by its text alone.
  await db
    .insertInto("partner_lms_enrollments")
    .values({
      provider_id: step.provider.id,
      student_id: step.student.studentId,
      course_id: step.course.id,
      program_id: step.programId,
      enrollment_id: step.enrollmentId,
      step_id: step.stepId,
    })
    .onConflict((conflict) =>
      conflict
        .column("step_id")
        .where(sql<boolean>`status in ('pending', 'active', 'completed')`)
        .doNothing(),
    )
    .execute();
  const row = await db
    .selectFrom("partner_lms_enrollments")
    .select(["id", "external_enrollment_id", "external_account_id"])
    .select(sql<number>`coalesce((metadata ->> 'attempt')::int, 0)`.as("attempt"))
    .where("step_id", "=", step.stepId)
    .where("status", "in", ["pending", "active", "completed"])
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    externalEnrollmentId: row.external_enrollment_id,
    externalAccountId: row.external_account_id,
    attempt: row.attempt,
  };
}

/** Keeps the account id a partner gave. A second call with the same id changes nothing; another student's id violates a constraint. */
export async function savePartnerAccount(
  db: Connection,
  account: { providerId: string; studentId: string; externalAccountId: string },
): Promise<void> {
  await db
    .insertInto("partner_accounts")
    .values({
      provider_id: account.providerId,
      student_id: account.studentId,
      external_account_id: account.externalAccountId,
    })
    .onConflict((conflict) => conflict.columns(["provider_id", "student_id"]).doNothing())
    .execute();
}

/** Keeps the enrollment id a partner gave, the moment it is known. Another enrollment's id violates a constraint. */
export async function saveExternalEnrollment(
  db: Connection,
  partnerEnrollmentId: string,
  external: { accountId: string; enrollmentId: string },
): Promise<void> {
  await db
    .updateTable("partner_lms_enrollments")
    .set({
      external_account_id: external.accountId,
      external_enrollment_id: external.enrollmentId,
      updated_at: sql`now()`,
    })
    .where("id", "=", partnerEnrollmentId)
    .where("status", "=", "pending")
    .execute();
}

/** Forgets an enrollment id the partner confirmed but does not know, so that the next try asks under a new key. */
export async function forgetExternalEnrollment(tx: Tx, intent: PartnerIntent): Promise<void> {
  await tx
    .updateTable("partner_lms_enrollments")
    .set({
      external_enrollment_id: null,
      metadata: sql`metadata || jsonb_build_object('attempt', ${intent.attempt + 1}::int)`,
      updated_at: sql`now()`,
    })
    .where("id", "=", intent.id)
    .where("status", "=", "pending")
    .execute();
}

/** Seconds between two polls of one enrollment that has no news by itself. */
export const SYNC_EVERY_SECONDS = 15 * 60;

/** Turns an intent into a living enrollment; false when it is living or over already. */
export async function activatePartnerEnrollment(tx: Tx, partnerEnrollmentId: string): Promise<boolean> {
  const row = await tx
    .updateTable("partner_lms_enrollments")
    .set({
      status: "active",
      enrolled_at: sql`now()`,
      last_news_at: sql`now()`,
      next_sync_at: sql`now() + make_interval(secs => ${SYNC_EVERY_SECONDS})`,
      updated_at: sql`now()`,
    })
    .where("id", "=", partnerEnrollmentId)
    .where("status", "=", "pending")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends an intent that cannot work, so that a later retry writes a new one. */
export async function failPartnerEnrollment(tx: Tx, partnerEnrollmentId: string): Promise<void> {
  await tx
    .updateTable("partner_lms_enrollments")
    .set({ status: "failed", updated_at: sql`now()` })
    .where("id", "=", partnerEnrollmentId)
    .where("status", "=", "pending")
    .execute();
}

/** A partner enrollment as an event meets it, locked. */
export interface PartnerEnrollmentRow {
  id: string;
  status: string;
  progress: number;
  stepId: string;
  enrollmentId: string;
  studentId: string;
  providerId: string;
  partner: string;
  externalEnrollmentId: string;
}

/** Finds and locks the enrollment an event speaks of: by its provider and the provider's own id, never by an id alone. */
export async function lockPartnerEnrollment(
  tx: Tx,
  partner: string,
  externalEnrollmentId: string,
): Promise<PartnerEnrollmentRow | null> {
  const row = await tx
    .selectFrom("partner_lms_enrollments as e")
    .innerJoin("partner_lms_providers as p", "p.id", "e.provider_id")
    .select(["e.id", "e.status", "e.progress_percentage", "e.step_id", "e.enrollment_id", "e.student_id"])
    .select(["e.provider_id", "p.provider_type", "e.external_enrollment_id"])
    .where("p.provider_type", "=", partner)
    .where("e.external_enrollment_id", "=", externalEnrollmentId)
    .forUpdate("e")
    .executeTakeFirst();
  if (!row?.external_enrollment_id) return null;
  return {
    id: row.id,
    status: row.status,
    progress: row.progress_percentage,
    stepId: row.step_id,
    enrollmentId: row.enrollment_id,
    studentId: row.student_id,
    providerId: row.provider_id,
    partner: row.provider_type,
    externalEnrollmentId: row.external_enrollment_id,
  };
}

/** Keeps news: progress only ever grows, `completed` ends it at 100. */
export async function keepNews(
  tx: Tx,
  id: string,
  news: { progress: number | null; completed: boolean },
): Promise<void> {
  await tx
    .updateTable("partner_lms_enrollments")
    .set({
      progress_percentage: sql`greatest(progress_percentage, ${news.completed ? 100 : (news.progress ?? 0)}::int)`,
      ...(news.completed
        ? { status: "completed", completed_at: sql`coalesce(completed_at, now())`, next_sync_at: null }
        : {}),
      ...(news.completed ? {} : { next_sync_at: sql`now() + make_interval(secs => ${SYNC_EVERY_SECONDS})` }),
      last_news_at: sql`now()`,
      updated_at: sql`now()`,
    })
    .where("id", "=", id)
    .execute();
}

/** Keeps a document the partner issued; the same number again only fills what was missing. */
export async function savePartnerCertificate(
  tx: Tx,
  owner: PartnerEnrollmentRow,
  certificate: PartnerCertificateFact,
): Promise<void> {
  await tx
    .insertInto("partner_certificates")
    .values({
      enrollment_id: owner.id,
      student_id: owner.studentId,
      provider_id: owner.providerId,
      certificate_number: certificate.number,
      certificate_url: certificate.url,
      verification_url: certificate.verificationUrl,
      issued_date: certificate.issuedDate,
      expiration_date: certificate.expirationDate,
    })
    .onConflict((conflict) =>
      conflict.columns(["enrollment_id", "certificate_number"]).doUpdateSet((eb) => ({
        certificate_url: sql`coalesce(excluded.certificate_url, partner_certificates.certificate_url)`,
        verification_url: sql`coalesce(excluded.verification_url, partner_certificates.verification_url)`,
        issued_date: sql`coalesce(excluded.issued_date, partner_certificates.issued_date)`,
        expiration_date: sql`coalesce(excluded.expiration_date, partner_certificates.expiration_date)`,
        updated_at: eb.fn<Date>("now"),
      })),
    )
    .execute();
  await tx
    .updateTable("partner_lms_enrollments")
    .set({ external_certificate_id: certificate.number, updated_at: sql`now()` })
    .where("id", "=", owner.id)
    .execute();
}

/** Enrolling at partners: accounts, intents, the ids partners gave. What they tell afterwards is partner-news.ts. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import type { StepToEnroll } from "#lib/db/enrollments.ts";
import type { PartnerStanding } from "#lib/domain/partner-standing.ts";

/** The row written before the partner is asked. */
export interface PartnerIntent {
  id: string;
  externalEnrollmentId: string | null;
  externalAccountId: string | null;
  /** Counts enrollments the partner confirmed and then did not know: part of the idempotency key. */
  attempt: number;
}

/**
 * Writes down that a step is to be enrolled at its partner, or returns what was written before. Throws when the step is at
 * another partner by now.
 */
export async function writeIntent(db: Connection, step: StepToEnroll): Promise<PartnerIntent> {
  // The statuses are written out: a prepared statement finds the partial index by its text alone.
  await db
    .insertInto("partner_lms_enrollments")
    .columns(["provider_id", "student_id", "course_id", "program_id", "enrollment_id", "step_id"])
    .expression((eb) =>
      eb
        .selectFrom("enrollment_steps as s")
        .innerJoin("enrollments as e", "e.id", "s.enrollment_id")
        .select(["s.provider_id", "s.student_id", "s.course_id", "e.program_id", "s.enrollment_id", "s.id"])
        .where("s.id", "=", step.stepId)
        .where("s.course_id", "=", step.course.id),
    )
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
    .where("course_id", "=", step.course.id)
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

/**
 * Keeps the enrollment id a partner gave, the moment it is known. False when the intent was over before. Another
 * enrollment's id violates a constraint.
 */
export async function saveExternalEnrollment(
  db: Connection,
  partnerEnrollmentId: string,
  external: { accountId: string; enrollmentId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("partner_lms_enrollments")
    .set({
      external_account_id: external.accountId,
      external_enrollment_id: external.enrollmentId,
      updated_at: sql`now()`,
    })
    .where("id", "=", partnerEnrollmentId)
    .where("status", "=", "pending")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Says whether an intent was canceled: its step left for another partner. */
export async function wasCanceled(db: Connection, partnerEnrollmentId: string): Promise<boolean> {
  const row = await db
    .selectFrom("partner_lms_enrollments")
    .select("status")
    .where("id", "=", partnerEnrollmentId)
    .executeTakeFirst();
  return row?.status === "canceled";
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

/** Turns an intent into a living enrollment that stands as the partner just said; false when it is living or over already. */
export async function activatePartnerEnrollment(
  tx: Tx,
  partnerEnrollmentId: string,
  standing: PartnerStanding,
): Promise<boolean> {
  const row = await tx
    .updateTable("partner_lms_enrollments")
    .set({
      status: "active",
      enrolled_at: sql`now()`,
      standing: standing.kind,
      standing_at: standing.at,
      standing_place: standing.place,
      due_at: standing.dueAt,
      seat_minutes_done: standing.seatMinutes?.done ?? null,
      seat_minutes_required: standing.seatMinutes?.required ?? null,
      group_code: standing.groupCode,
      last_progress_at: sql`now()`,
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

/** Ends an intent that cannot work, so that a later retry writes a new one; that one may be given the same external id. */
export async function failPartnerEnrollment(tx: Tx, partnerEnrollmentId: string): Promise<void> {
  await tx
    .updateTable("partner_lms_enrollments")
    .set(FAILED)
    .where("id", "=", partnerEnrollmentId)
    .where("status", "=", "pending")
    .execute();
}

/** The external id is free again for the enrollment that takes its place, and stays readable. */
const FAILED = {
  status: "failed",
  external_enrollment_id: null,
  metadata: sql<string>`metadata || jsonb_strip_nulls(jsonb_build_object('formerExternalId', external_enrollment_id))`,
  next_sync_at: null,
  updated_at: sql<Date>`now()`,
};

/** Finds the living enrollment of a step that is in progress; null when there is none. */
export async function findRunningEnrollment(
  db: Connection,
  stepId: string,
): Promise<{ id: string; partner: string; externalEnrollmentId: string } | null> {
  const { rows } = await sql<{ id: string; partner: string; externalEnrollmentId: string }>`
    select e.id, p.provider_type as partner, e.external_enrollment_id as "externalEnrollmentId"
    from public.enrollment_steps s
    join public.partner_lms_enrollments e on e.id = s.partner_enrollment_id and e.status = 'active'
    join public.partner_lms_providers p on p.id = e.provider_id
    where s.id = ${stepId} and s.status = 'in_progress' and e.external_enrollment_id is not null`.execute(db);
  return rows[0] ?? null;
}

/** Ends a living enrollment the partner does not know (any more), so that the step writes a new one; false when it is over. */
export async function endForgottenEnrollment(tx: Tx, partnerEnrollmentId: string): Promise<boolean> {
  const row = await tx
    .updateTable("partner_lms_enrollments")
    .set(FAILED)
    .where("id", "=", partnerEnrollmentId)
    .where("status", "=", "active")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Open failures: what a person must be able to see until it is resolved. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

export type FailureOwner = "us" | "partner" | "student" | "admin";

/** What failed, for the one open row per subject and reason. */
export interface NewFailure {
  /** `<kind>:<id>`: `step`, `order`, `event`, `checkout` and those of lib/automation/failure-subject.ts. */
  subject: string;
  /** A code in snake_case; docs/operations.md says what to do about each. */
  reason: string;
  owner: FailureOwner;
  /** A sentence without personal data. */
  message: string;
  /** Seconds until the next try, or null when nothing is tried by itself. */
  retryInSeconds: number | null;
  studentId?: string | null;
  providerId?: string | null;
  courseId?: string | null;
  programId?: string | null;
  orderId?: string | null;
  enrollmentId?: string | null;
  stepId?: string | null;
}

/**
 * Opens a failure, or counts one more try on the open one of the same subject and reason.
 * Returns how many seconds it has been open.
 */
export async function openFailure(tx: Tx, failure: NewFailure): Promise<number> {
  const nextRetryAt = sql<Date | null>`now() + make_interval(secs => ${failure.retryInSeconds}::double precision)`;
  const row = await tx
    .insertInto("partner_lms_enrollment_failures")
    .values({
      subject: failure.subject,
      reason: failure.reason,
      owner: failure.owner,
      error_message: failure.message,
      next_retry_at: nextRetryAt,
      student_id: failure.studentId ?? null,
      provider_id: failure.providerId ?? null,
      course_id: failure.courseId ?? null,
      program_id: failure.programId ?? null,
      order_id: failure.orderId ?? null,
      enrollment_id: failure.enrollmentId ?? null,
      step_id: failure.stepId ?? null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["subject", "reason"])
        .where("resolved_at", "is", null)
        .doUpdateSet((eb) => ({
          retry_count: eb("partner_lms_enrollment_failures.retry_count", "+", 1),
          owner: eb.ref("excluded.owner"),
          error_message: eb.ref("excluded.error_message"),
          next_retry_at: eb.ref("excluded.next_retry_at"),
          updated_at: sql`now()`,
        })),
    )
    .returning(sql<number>`extract(epoch from now() - created_at)::double precision`.as("open_seconds"))
    .executeTakeFirstOrThrow();
  return row.open_seconds;
}

/** Closes every open failure of one or several subjects, saying how it ended. Nothing open: nothing happens. */
export async function resolveFailures(
  tx: Tx,
  subjects: string | readonly string[],
  resolution: string,
): Promise<void> {
  await tx
    .updateTable("partner_lms_enrollment_failures")
    .set({ resolved_at: sql`now()`, resolution, next_retry_at: null, updated_at: sql`now()` })
    .where("subject", "=", sql<string>`any(${[subjects].flat()}::text[])`)
    .where("resolved_at", "is", null)
    .execute();
}

/** What arranging another try at a partner needs to know of an enrollment. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";

export interface RetakeFacts {
  partnerEnrollmentId: string;
  externalEnrollmentId: string;
  standing: string;
  /** Retakes an admin allowed beyond those included. */
  retakesGranted: number;
  partner: string;
  providerActive: boolean;
  course: { externalCourseCode: string; kind: string };
  stepId: string;
  studentId: string;
  providerId: string;
  courseId: string;
  programId: string | null;
  enrollmentId: string;
}

/** Reads a living partner enrollment with its course; null when it is over or does not exist. */
export async function findRetakeFacts(
  db: Connection,
  partnerEnrollmentId: string,
): Promise<RetakeFacts | null> {
  const { rows } = await sql<RetakeFacts>`
    select e.id as "partnerEnrollmentId", e.external_enrollment_id as "externalEnrollmentId", e.standing,
      e.retakes_granted as "retakesGranted", p.provider_type as partner, p.active as "providerActive",
      jsonb_build_object('externalCourseCode', coalesce(c.external_course_code, ''), 'kind', c.kind) as course,
      e.step_id as "stepId", e.student_id as "studentId", e.provider_id as "providerId", e.course_id as "courseId",
      e.program_id as "programId", e.enrollment_id as "enrollmentId"
    from public.partner_lms_enrollments e
    join public.partner_lms_providers p on p.id = e.provider_id
    join public.partner_courses c on c.id = e.course_id
    where e.id = ${partnerEnrollmentId} and e.status = 'active' and e.external_enrollment_id is not null`.execute(
    db,
  );
  return rows[0] ?? null;
}

/**
 * Grants one more try beyond those an enrollment had, given how many its partner includes. Granting twice before the
 * try is used grants one.
 */
export async function grantRetake(tx: Tx, partnerEnrollmentId: string, included: number): Promise<void> {
  await sql`
    update public.partner_lms_enrollments e
    set retakes_granted = greatest(0, (
          select greatest(1, coalesce(max(v.attempt), 1)) from public.partner_vouchers v where v.partner_enrollment_id = e.id
        ) - ${included}::int),
      updated_at = now()
    where e.id = ${partnerEnrollmentId}`.execute(tx);
}

/** The steps of a student's enrollments, with what the partner knows of each. */
import type { Tx } from "#lib/db/client.ts";

export interface StepPartner {
  slug: string;
  name: string;
  active: boolean;
  supportEmail: string | null;
}

export interface StepCourse {
  name: string;
  /** `partner_courses.kind`: course, exam, external_module, service … */
  kind: string;
  credentialType: string | null;
}

/** One station of the path as its student sees it. */
export interface StudentStep {
  id: string;
  enrollmentId: string;
  /** `sequence_order`: positions of one enrollment ascend, gaps are possible. */
  position: number;
  required: boolean;
  status: string;
  /** When the step came into this state. */
  since: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  /** Whole percentage; 0 until the partner says something, 100 for a completed step. */
  progress: number;
  lastAccessedAt: Date | null;
  partnerEnrollmentId: string | null;
  errorMessage: string | null;
  partner: StepPartner;
  course: StepCourse;
}

/** Reads the steps of these enrollments, each enrollment's in the order of its path. One query. */
export async function readStepsOf(tx: Tx, enrollmentIds: readonly string[]): Promise<StudentStep[]> {
  if (enrollmentIds.length === 0) return [];
  const rows = await selectSteps(tx)
    .where("enrollment_steps.enrollment_id", "in", enrollmentIds)
    .orderBy("enrollment_steps.enrollment_id")
    .orderBy("enrollment_steps.sequence_order")
    .execute();
  return rows.map(asStep);
}

function selectSteps(tx: Tx) {
  return tx
    .selectFrom("enrollment_steps")
    .innerJoin("partner_lms_providers as provider", "provider.id", "enrollment_steps.provider_id")
    .innerJoin("partner_courses as course", "course.id", "enrollment_steps.course_id")
    .leftJoin("partner_lms_enrollments as known", "known.id", "enrollment_steps.partner_enrollment_id")
    .select([
      "enrollment_steps.id",
      "enrollment_steps.enrollment_id",
      "enrollment_steps.sequence_order",
      "enrollment_steps.required",
      "enrollment_steps.status",
      "enrollment_steps.updated_at",
      "enrollment_steps.started_at",
      "enrollment_steps.completed_at",
      "enrollment_steps.partner_enrollment_id",
      "enrollment_steps.error_message",
      "known.progress_percentage",
      "known.last_accessed_at",
      "provider.provider_type",
      "provider.provider_name",
      "provider.active",
      "provider.support_email",
      "course.course_name",
      "course.kind",
      "course.credential_type",
    ]);
}

type StepRow = Awaited<ReturnType<ReturnType<typeof selectSteps>["execute"]>>[number];

function asStep(row: StepRow): StudentStep {
  return {
    id: row.id,
    enrollmentId: row.enrollment_id,
    position: row.sequence_order,
    required: row.required,
    status: row.status,
    since: row.updated_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    progress: row.status === "completed" ? 100 : (row.progress_percentage ?? 0),
    lastAccessedAt: row.last_accessed_at,
    partnerEnrollmentId: row.partner_enrollment_id,
    errorMessage: row.error_message,
    partner: {
      slug: row.provider_type,
      name: row.provider_name,
      active: row.active,
      supportEmail: row.support_email,
    },
    course: { name: row.course_name, kind: row.kind, credentialType: row.credential_type },
  };
}

/** The steps of a student's enrollments, with what the partner knows of each. */
import { sql } from "kysely";
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

/** What the partner says of a step besides progress. Place and group code are the partner's words: text, unchecked. */
export interface StepStanding {
  /** `partner_lms_enrollments.standing`; `learning` is nothing special. */
  kind: string;
  at: Date | null;
  place: string | null;
  dueAt: Date | null;
  examAttempts: number;
  seatMinutes: { done: number; required: number } | null;
  groupCode: string | null;
  /** `YYYY-MM-DD`: days have no time zone. */
  requirementMetOn: string | null;
  /** Vouchers of this enrollment so far, whether one of them is put aside and not used yet, and retakes the school allowed besides. */
  vouchers: { taken: number; reserved: boolean; granted: number };
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
  /** Null before a partner has the student. */
  standing: StepStanding | null;
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
      "known.standing",
      "known.standing_at",
      "known.standing_place",
      "known.due_at",
      "known.exam_attempts",
      "known.seat_minutes_done",
      "known.seat_minutes_required",
      "known.group_code",
      "known.retakes_granted",
      sql<string | null>`to_char(known.requirement_met_on, 'YYYY-MM-DD')`.as("requirement_met_on"),
      sql<number>`(select coalesce(max(attempt), 0) from partner_vouchers where student_id = known.student_id and partner_enrollment_id = known.id)`.as(
        "vouchers_taken",
      ),
      sql<boolean>`exists (select from partner_vouchers where student_id = known.student_id and partner_enrollment_id = known.id and status = 'reserved')`.as(
        "voucher_reserved",
      ),
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
    standing: standingOf(row),
    partner: {
      slug: row.provider_type,
      name: row.provider_name,
      active: row.active,
      supportEmail: row.support_email,
    },
    course: { name: row.course_name, kind: row.kind, credentialType: row.credential_type },
  };
}

function standingOf(row: StepRow): StepStanding | null {
  if (row.standing === null) return null;
  const [done, required] = [row.seat_minutes_done, row.seat_minutes_required];
  return {
    kind: row.standing,
    at: row.standing_at,
    place: row.standing_place,
    dueAt: row.due_at,
    examAttempts: row.exam_attempts ?? 0,
    seatMinutes: done === null || required === null ? null : { done, required },
    groupCode: row.group_code,
    requirementMetOn: row.requirement_met_on,
    vouchers: {
      taken: row.vouchers_taken,
      reserved: row.voucher_reserved,
      granted: row.retakes_granted ?? 0,
    },
  };
}

/** Steps that are moving or stand still, with their student. Admins only see rows. */
import type { Tx } from "#lib/db/client.ts";
import { namedLike } from "#lib/db/reads/named-like.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";
import type { StepStatus } from "#lib/domain/step-status.ts";

export interface AdminStep {
  id: string;
  enrollmentId: string;
  title: string;
  position: number;
  status: string;
  /** When the step came into this state. */
  since: Date;
  progress: number;
  lastNewsAt: Date | null;
  errorMessage: string | null;
  student: { name: string; email: string };
  partner: { slug: string; name: string };
  courseName: string;
}

/**
 * Lists steps, the one that changed last first; `status` narrows to one state, `search` is part of a student's
 * name or e-mail. One query.
 */
export async function listSteps(
  tx: Tx,
  about: { status: StepStatus | null; search: string },
  page: number,
): Promise<PageOf<AdminStep>> {
  let query = selectSteps(tx);
  if (about.status) query = query.where("step.status", "=", about.status);
  if (about.search) query = query.where(namedLike("student", about.search));
  const { limit, offset } = windowOf(page);
  const rows = await query
    .orderBy("step.updated_at", "desc")
    .orderBy("step.id")
    .limit(limit)
    .offset(offset)
    .execute();
  return pageOf(rows.map(asStep), page);
}

function selectSteps(tx: Tx) {
  return tx
    .selectFrom("enrollment_steps as step")
    .innerJoin("enrollments as enrollment", "enrollment.id", "step.enrollment_id")
    .innerJoin("profiles as student", "student.id", "step.student_id")
    .innerJoin("partner_lms_providers as provider", "provider.id", "step.provider_id")
    .innerJoin("partner_courses as course", "course.id", "step.course_id")
    .leftJoin("partner_lms_enrollments as known", "known.id", "step.partner_enrollment_id")
    .select([
      "step.id",
      "step.enrollment_id",
      "enrollment.title",
      "step.sequence_order",
      "step.status",
      "step.updated_at",
      "step.error_message",
      "known.progress_percentage",
      "known.last_news_at",
      "student.full_name",
      "student.email",
      "provider.provider_type",
      "provider.provider_name",
      "course.course_name",
    ]);
}

type StepRow = Awaited<ReturnType<ReturnType<typeof selectSteps>["execute"]>>[number];

function asStep(row: StepRow): AdminStep {
  return {
    id: row.id,
    enrollmentId: row.enrollment_id,
    title: row.title,
    position: row.sequence_order,
    status: row.status,
    since: row.updated_at,
    progress: row.progress_percentage ?? 0,
    lastNewsAt: row.last_news_at,
    errorMessage: row.error_message,
    student: { name: row.full_name, email: row.email },
    partner: { slug: row.provider_type, name: row.provider_name },
    courseName: row.course_name,
  };
}

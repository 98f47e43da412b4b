import type { Tx } from "#lib/db/client.ts";

/** A course a student takes along with the course of a step, because that one requires it. */
export interface Companion {
  id: string;
  stepId: string;
  courseName: string;
  /** pending, active, completed or canceled. */
  status: string;
  /** Whole percentage, as the partner says. */
  progress: number;
  completedAt: Date | null;
}

/** Reads the companions of these enrollments' steps, by name within a step. One query. */
export function readCompanions(tx: Tx, enrollmentIds: readonly string[]): Promise<Companion[]> {
  if (enrollmentIds.length === 0) return Promise.resolve([]);
  return tx
    .selectFrom("companion_enrollments as companion")
    .innerJoin("enrollment_steps as step", "step.id", "companion.step_id")
    .innerJoin("partner_courses as course", "course.id", "companion.course_id")
    .where("step.enrollment_id", "in", enrollmentIds)
    .orderBy("course.course_name")
    .orderBy("companion.id")
    .select([
      "companion.id",
      "companion.step_id as stepId",
      "course.course_name as courseName",
      "companion.status",
      "companion.progress_percentage as progress",
      "companion.completed_at as completedAt",
    ])
    .execute();
}

/** Reviews as they are written, by their author or by an admin: row-level security knows which of the two it is. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

/** Adds the review of this student, or changes it. Throws 42501 for a course the student was never enrolled in. */
export async function saveReview(
  tx: Tx,
  studentId: string,
  courseId: string,
  review: { rating: number; body: string },
): Promise<void> {
  const changed = await tx
    .updateTable("course_reviews")
    .set({ ...review, updated_at: sql`now()` })
    .where("course_id", "=", courseId)
    .where("student_id", "=", studentId)
    .executeTakeFirst();
  if (changed.numUpdatedRows > 0n) return;
  await tx
    .insertInto("course_reviews")
    .values({ course_id: courseId, student_id: studentId, ...review })
    .onConflict((conflict) => conflict.columns(["course_id", "student_id"]).doUpdateSet(review))
    .execute();
}

/** Removes the review of this student; false when there is none that may be removed. */
export async function removeReview(tx: Tx, studentId: string, courseId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("course_reviews")
    .where("course_id", "=", courseId)
    .where("student_id", "=", studentId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Hides a review for a reason, or shows it again with null; false when it is so already or does not exist. */
export async function moderateReview(tx: Tx, reviewId: string, reason: string | null): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("course_reviews")
    .set({ hidden_at: reason === null ? null : sql`now()`, hidden_reason: reason })
    .where("id", "=", reviewId)
    .where("hidden_at", reason === null ? "is not" : "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

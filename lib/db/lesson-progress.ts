/** How far students are in the lessons of our own courses. Everything here only ever grows. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { LessonState } from "#lib/domain/lesson.ts";

/** Which lesson of which attempt. */
export interface LessonOfAttempt {
  attemptId: string;
  lessonId: string;
  studentId: string;
}

/** A lesson as its completion is decided by. */
export interface LessonToMove {
  id: string;
  kind: string;
  durationSeconds: number | null;
  passPercentage: number | null;
  triesAllowed: number | null;
  packageId: string | null;
}

/** Finds a lesson that belongs to the course and is not archived. */
export async function findLesson(tx: Tx, courseId: string, lessonId: string): Promise<LessonToMove | null> {
  const row = await tx
    .selectFrom("course_lessons")
    .select(["id", "kind", "duration_seconds as durationSeconds", "pass_percentage as passPercentage"])
    .select(["tries_allowed as triesAllowed", "package_id as packageId"])
    .where("id", "=", lessonId)
    .where("course_id", "=", courseId)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps progress in a lesson: percentage and score never fall, a completed lesson stays completed. */
export async function keepLessonProgress(
  tx: Tx,
  lesson: LessonOfAttempt,
  news: { percentage: number; completed: boolean; score?: number | null },
): Promise<void> {
  const completedAt = news.completed ? sql<Date>`now()` : null;
  await tx
    .insertInto("lesson_progress")
    .values({
      attempt_id: lesson.attemptId,
      lesson_id: lesson.lessonId,
      student_id: lesson.studentId,
      percentage: news.percentage,
      score: news.score ?? null,
      completed_at: completedAt,
    })
    .onConflict((conflict) =>
      conflict.columns(["attempt_id", "lesson_id"]).doUpdateSet({
        percentage: sql`greatest(lesson_progress.percentage, excluded.percentage)`,
        score: sql`greatest(lesson_progress.score, excluded.score)`,
        completed_at: sql`coalesce(lesson_progress.completed_at, excluded.completed_at)`,
        updated_at: sql`now()`,
      }),
    )
    .execute();
}

/** What is known of a video before a report: how far it was watched, and how long ago that was said. */
export async function readVideoProgress(
  tx: Tx,
  lesson: LessonOfAttempt,
): Promise<{ watchedSeconds: number; secondsSinceReport: number }> {
  const row = await tx
    .selectFrom("lesson_progress")
    .select("watched_seconds as watchedSeconds")
    .select(
      sql<number>`coalesce(extract(epoch from now() - reported_at), 0)::double precision`.as(
        "secondsSinceReport",
      ),
    )
    .where("attempt_id", "=", lesson.attemptId)
    .where("lesson_id", "=", lesson.lessonId)
    .executeTakeFirst();
  return row ?? { watchedSeconds: 0, secondsSinceReport: 0 };
}

/** Keeps where a video goes on, how far it was watched, and that a report came now. The row must exist. */
export async function keepVideoPosition(
  tx: Tx,
  lesson: LessonOfAttempt,
  seconds: { position: number; watched: number },
): Promise<void> {
  await tx
    .updateTable("lesson_progress")
    .set({
      position_seconds: seconds.position,
      watched_seconds: sql`greatest(watched_seconds, ${seconds.watched}::int)`,
      reported_at: sql`now()`,
    })
    .where("attempt_id", "=", lesson.attemptId)
    .where("lesson_id", "=", lesson.lessonId)
    .execute();
}

/** The state of every lesson that counts, in the order of the course. */
export async function readLessonStates(
  tx: Tx,
  attemptId: string,
  courseId: string,
): Promise<(LessonState & { id: string })[]> {
  const rows = await tx
    .selectFrom("course_lessons as l")
    .leftJoin("lesson_progress as p", (join) =>
      join.onRef("p.lesson_id", "=", "l.id").on("p.attempt_id", "=", attemptId),
    )
    .select(["l.id", "p.percentage", "p.completed_at"])
    .where("l.course_id", "=", courseId)
    .where("l.archived_at", "is", null)
    .orderBy("l.position")
    .orderBy("l.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    percentage: row.percentage,
    completed: row.completed_at !== null,
  }));
}

/** Attempts: a student in a course of our own, as a partner's platform would keep an enrollment. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import { OWN_PROVIDER } from "#lib/domain/lesson.ts";

export interface CourseAttempt {
  id: string;
  status: string;
  /** Whole percentage. */
  progress: number;
}

/**
 * Opens the attempt of `reference`, or returns the one that lives already; after an ended one another begins. Null when
 * there is no course of our own with that code, or it has no lessons.
 */
export async function openAttempt(
  db: Connection,
  attempt: { reference: string; studentId: string; courseCode: string },
): Promise<string | null> {
  const known = await findAttemptOf(db, attempt.reference);
  if (known) return known;
  await sql`
    insert into public.course_attempts (reference, student_id, course_id)
    select ${attempt.reference}, ${attempt.studentId}::uuid, c.id
    from public.partner_courses c join public.partner_lms_providers p on p.id = c.provider_id
    where p.provider_type = ${OWN_PROVIDER} and c.external_course_code = ${attempt.courseCode}
      and exists (select from public.course_lessons l where l.course_id = c.id and l.archived_at is null)
    on conflict (reference) where status in ('active', 'completed') do nothing`.execute(db);
  return findAttemptOf(db, attempt.reference);
}

async function findAttemptOf(db: Connection, reference: string): Promise<string | null> {
  const row = await db
    .selectFrom("course_attempts")
    .select("id")
    .where("reference", "=", reference)
    .where("status", "in", ["active", "completed"])
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Reads an attempt; null when there is none. */
export async function findAttempt(db: Connection, attemptId: string): Promise<CourseAttempt | null> {
  const row = await db
    .selectFrom("course_attempts")
    .select(["id", "status", "progress_percentage as progress"])
    .where("id", "=", attemptId)
    .executeTakeFirst();
  return row ?? null;
}

/** Ends an attempt that is still running; one that is over stays as it is. */
export async function endAttempt(db: Connection, attemptId: string): Promise<void> {
  await db
    .updateTable("course_attempts")
    .set({ status: "ended", updated_at: sql`now()` })
    .where("id", "=", attemptId)
    .where("status", "=", "active")
    .execute();
}

/** Locks a running attempt against other windows of the same student; null when it is over. */
export async function lockRunningAttempt(
  tx: Tx,
  attemptId: string,
): Promise<(CourseAttempt & { studentId: string; courseId: string }) | null> {
  const row = await tx
    .selectFrom("course_attempts")
    .select(["id", "status", "progress_percentage as progress", "student_id as studentId"])
    .select("course_id as courseId")
    .where("id", "=", attemptId)
    .where("status", "=", "active")
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Notes the lesson a student was in last, so that the course goes on there. */
export async function noteLastLesson(tx: Tx, attemptId: string, lessonId: string): Promise<void> {
  await tx
    .updateTable("course_attempts")
    .set({ last_lesson_id: lessonId, updated_at: sql`now()` })
    .where("id", "=", attemptId)
    .where("status", "=", "active")
    .execute();
}

/** Moves an attempt on; progress never goes back, and 100 alone completes nothing. */
export async function moveAttempt(
  tx: Tx,
  attemptId: string,
  to: { progress: number; completed: boolean },
): Promise<void> {
  await tx
    .updateTable("course_attempts")
    .set({
      progress_percentage: sql`greatest(progress_percentage, ${to.progress}::int)`,
      updated_at: sql`now()`,
      ...(to.completed ? { status: "completed", completed_at: sql`now()` } : {}),
    })
    .where("id", "=", attemptId)
    .where("status", "=", "active")
    .execute();
}

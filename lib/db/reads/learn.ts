/** What the player shows: a course of our own as one student is in it. Row-level security decides whose. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type {
  LessonInList,
  LessonKind,
  QuizQuestion,
  QuizToAsk,
  QuizTry,
  VideoToPlay,
} from "#lib/domain/lesson.ts";

export interface CourseToLearn {
  attemptId: string;
  courseId: string;
  courseName: string;
  description: string;
  enrollmentId: string;
  /** Whole percentage. */
  progress: number;
  /** `running`: what is done counts. `over`: the course is finished and can be read again. `closed`: it cannot be opened. */
  access: "running" | "over" | "closed";
  lastLessonId: string | null;
  lessons: LessonInList[];
}

/** Finds the course of the person this transaction acts for; null when the attempt is not theirs. Two queries. */
export async function findCourseToLearn(tx: Tx, attemptId: string): Promise<CourseToLearn | null> {
  const row = await tx
    .selectFrom("course_attempts as a")
    .innerJoin("partner_courses as c", "c.id", "a.course_id")
    .innerJoin("partner_lms_enrollments as x", (join) =>
      join
        .on("x.external_enrollment_id", "=", sql<string>`a.id::text`)
        .onRef("x.course_id", "=", "a.course_id"),
    )
    .innerJoin("enrollment_steps as s", "s.id", "x.step_id")
    .innerJoin("enrollments as e", "e.id", "s.enrollment_id")
    .select(["a.id", "a.course_id", "a.status", "a.progress_percentage", "a.last_lesson_id"])
    .select(["c.course_name", "c.description", "e.id as enrollment_id"])
    .select(["e.status as enrollment_status", "s.status as step_status"])
    .where("a.id", "=", attemptId)
    // An admin sees every row; only the owner learns.
    .where("a.student_id", "=", sql<string>`(select auth.uid())`)
    .executeTakeFirst();
  if (!row) return null;
  return {
    attemptId: row.id,
    courseId: row.course_id,
    courseName: row.course_name,
    description: row.description,
    enrollmentId: row.enrollment_id,
    progress: row.progress_percentage,
    access: accessOf(row),
    lastLessonId: row.last_lesson_id,
    lessons: await readLessons(tx, row.course_id, row.id),
  };
}

function accessOf(row: {
  status: string;
  enrollment_status: string;
  step_status: string;
}): CourseToLearn["access"] {
  const { status, enrollment_status: enrollment, step_status: step } = row;
  if (status === "active" && enrollment === "active" && step === "in_progress") return "running";
  const isRead = ["active", "completed"].includes(enrollment) && ["in_progress", "completed"].includes(step);
  return status === "completed" && isRead ? "over" : "closed";
}

async function readLessons(tx: Tx, courseId: string, attemptId: string): Promise<LessonInList[]> {
  const rows = await tx
    .selectFrom("course_lessons as l")
    .leftJoin("lesson_progress as p", (join) =>
      join.onRef("p.lesson_id", "=", "l.id").on("p.attempt_id", "=", attemptId),
    )
    .select(["l.id", "l.kind", "l.title", "p.percentage", "p.score", "p.completed_at"])
    .where("l.course_id", "=", courseId)
    .where("l.archived_at", "is", null)
    .orderBy("l.position")
    .orderBy("l.id")
    .execute();
  return rows.map(({ completed_at, kind, ...row }) => ({
    ...row,
    // The database knows no other kinds.
    kind: kind as LessonKind,
    completed: completed_at !== null,
  }));
}

/** Everything the page of one lesson shows besides its place in the list. */
export interface LessonToLearn {
  body: string;
  video: VideoToPlay | null;
  quiz: QuizToAsk | null;
  packageId: string | null;
}

/** Reads a lesson of a course the person is in, or edits; null when there is none. */
export async function findLessonToLearn(
  tx: Tx,
  lessonId: string,
  attemptId: string | null,
): Promise<LessonToLearn | null> {
  const row = await tx
    .selectFrom("course_lessons as l")
    .leftJoin("lesson_progress as p", (join) =>
      join.onRef("p.lesson_id", "=", "l.id").on("p.attempt_id", "=", attemptId),
    )
    .select(["l.kind", "l.body", "l.video_id", "l.captions_id", "l.duration_seconds", "l.package_id"])
    .select(["l.pass_percentage", "l.tries_allowed", "p.position_seconds"])
    .where("l.id", "=", lessonId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    body: row.body,
    packageId: row.kind === "scorm" ? row.package_id : null,
    video:
      row.kind === "video" && row.video_id !== null && row.captions_id !== null
        ? {
            fileId: row.video_id,
            captionsId: row.captions_id,
            durationSeconds: row.duration_seconds ?? 0,
            positionSeconds: row.position_seconds ?? 0,
          }
        : null,
    quiz:
      row.kind === "quiz"
        ? {
            passPercentage: row.pass_percentage ?? 100,
            triesAllowed: row.tries_allowed,
            questions: await readQuestions(tx, lessonId),
            tries: attemptId ? await readTries(tx, attemptId, lessonId) : [],
          }
        : null,
  };
}

function readQuestions(tx: Tx, lessonId: string): Promise<QuizQuestion[]> {
  return tx
    .selectFrom("quiz_questions")
    .select(["id", "prompt", "choices", "several"])
    .where("lesson_id", "=", lessonId)
    .orderBy("position")
    .execute();
}

function readTries(tx: Tx, attemptId: string, lessonId: string): Promise<QuizTry[]> {
  return tx
    .selectFrom("quiz_tries")
    .select(["number", "score", "passed", "created_at as createdAt"])
    .where("attempt_id", "=", attemptId)
    .where("lesson_id", "=", lessonId)
    .where("student_id", "=", sql<string>`(select auth.uid())`)
    .orderBy("number", "desc")
    .execute();
}

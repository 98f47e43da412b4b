/** Courses of our own as their authors see them. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { OWN_PROVIDER } from "#lib/domain/lesson.ts";

export interface OwnCourse {
  id: string;
  code: string;
  name: string;
  description: string;
  hours: number | null;
  lessons: number;
  /** Students in it right now. */
  learning: number;
  finished: number;
}

/** Lists the courses of our own by name. One query. */
export function listOwnCourses(tx: Tx): Promise<OwnCourse[]> {
  return selectCourses(tx).orderBy("c.course_name").orderBy("c.id").execute();
}

function selectCourses(tx: Tx) {
  return tx
    .selectFrom("partner_courses as c")
    .innerJoin("partner_lms_providers as p", "p.id", "c.provider_id")
    .where("p.provider_type", "=", OWN_PROVIDER)
    .select(["c.id", "c.course_code as code", "c.course_name as name", "c.description"])
    .select([
      sql<number | null>`c.hours::float8`.as("hours"),
      sql<number>`(select count(*)::int from public.course_lessons l where l.course_id = c.id and l.archived_at is null)`.as(
        "lessons",
      ),
      sql<number>`(select count(*)::int from public.course_attempts a where a.course_id = c.id and a.status = 'active')`.as(
        "learning",
      ),
      sql<number>`(select count(*)::int from public.course_attempts a where a.course_id = c.id and a.status = 'completed')`.as(
        "finished",
      ),
    ]);
}

export interface LessonToEdit {
  id: string;
  kind: string;
  title: string;
  body: string;
  videoId: string | null;
  videoName: string | null;
  captionsId: string | null;
  captionsName: string | null;
  durationSeconds: number | null;
  passPercentage: number | null;
  triesAllowed: number | null;
  packageId: string | null;
  packageTitle: string | null;
}

/** A program that sells a course. */
export interface CourseOffer {
  slug: string;
  title: string;
  description: string;
  category: string;
  priceCents: number;
  currency: string;
  active: boolean;
}

export interface OwnCourseToEdit extends OwnCourse {
  lessonList: LessonToEdit[];
  /** Programs that sell this course alone. */
  offers: CourseOffer[];
  /** Titles of other programs on sale that lead through it. */
  partOf: string[];
}

/** Reads a course with its lessons and the programs that sell it; null when it is none of ours. Three queries. */
export async function findOwnCourse(tx: Tx, courseId: string): Promise<OwnCourseToEdit | null> {
  const course = await selectCourses(tx).where("c.id", "=", courseId).executeTakeFirst();
  if (!course) return null;
  const programs = await readPrograms(tx, courseId);
  return {
    ...course,
    lessonList: await readLessons(tx, courseId),
    offers: programs.filter(({ isAlone }) => isAlone),
    partOf: programs.filter(({ isAlone, active }) => !isAlone && active).map(({ title }) => title),
  };
}

function readLessons(tx: Tx, courseId: string): Promise<LessonToEdit[]> {
  return tx
    .selectFrom("course_lessons as l")
    .leftJoin("course_files as v", "v.id", "l.video_id")
    .leftJoin("course_files as s", "s.id", "l.captions_id")
    .leftJoin("course_packages as k", "k.id", "l.package_id")
    .select(["l.id", "l.kind", "l.title", "l.body", "l.video_id as videoId", "v.path as videoName"])
    .select(["l.captions_id as captionsId", "s.path as captionsName"])
    .select(["l.duration_seconds as durationSeconds", "l.pass_percentage as passPercentage"])
    .select(["l.tries_allowed as triesAllowed", "l.package_id as packageId", "k.title as packageTitle"])
    .where("l.course_id", "=", courseId)
    .where("l.archived_at", "is", null)
    .orderBy("l.position")
    .orderBy("l.id")
    .execute();
}

function readPrograms(tx: Tx, courseId: string) {
  return tx
    .selectFrom("programs as g")
    .innerJoin("program_partner_lms as o", "o.program_id", "g.id")
    .select(["g.slug", "g.title", "g.description", "g.category", "g.price_cents as priceCents"])
    .select(["g.currency", "g.active"])
    .select(
      sql<boolean>`g.delivery_mode = 'self_hosted' and not exists (
        select from public.program_partner_lms other where other.program_id = g.id and other.course_id <> o.course_id)`.as(
        "isAlone",
      ),
    )
    .where("o.course_id", "=", courseId)
    .orderBy("g.title")
    .execute();
}

/** Reads the questions of a quiz with their right answers: for its author alone. */
export function readQuizToEdit(tx: Tx, lessonId: string) {
  return tx
    .selectFrom("quiz_questions as q")
    .innerJoin("quiz_answers as a", "a.question_id", "q.id")
    .select(["q.prompt", "q.choices", "q.several", "a.right_choices as right", "a.explanation"])
    .where("q.lesson_id", "=", lessonId)
    .orderBy("q.position")
    .execute();
}

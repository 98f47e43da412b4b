/** Writing courses of our own. Everything runs as the admin who writes: row-level security lets nobody else. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { OWN_PROVIDER, type LessonKind } from "#lib/domain/lesson.ts";

/** What an author says of a course. */
export interface CourseDraft {
  name: string;
  description: string;
  hours: number | null;
}

/** Adds a course with a code nobody else has yet; returns its id. Raises unique_violation for a code that is taken. */
export async function addOwnCourse(tx: Tx, code: string, draft: CourseDraft): Promise<string> {
  const row = await tx
    .insertInto("partner_courses")
    .columns([
      "provider_id",
      "course_code",
      "external_course_code",
      "course_name",
      "description",
      "hours",
      "active",
    ])
    .expression((eb) =>
      eb
        .selectFrom("partner_lms_providers as p")
        .select([
          "p.id",
          sql<string>`${code}::text`.as("code"),
          sql<string>`${code}::text`.as("external_code"),
          sql<string>`${draft.name}::text`.as("name"),
          sql<string>`${draft.description}::text`.as("description"),
          sql<string>`${draft.hours}::numeric`.as("hours"),
          sql<boolean>`true`.as("active"),
        ])
        .where("p.provider_type", "=", OWN_PROVIDER),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Changes what a course says of itself; false when it is none of ours. */
export async function editOwnCourse(tx: Tx, courseId: string, draft: CourseDraft): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("partner_courses")
    .set({
      course_name: draft.name,
      description: draft.description,
      hours: draft.hours,
      updated_at: sql`now()`,
    })
    .where("id", "=", courseId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Locks a course of our own against other authors; false when there is none. */
export async function lockOwnCourse(tx: Tx, courseId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("partner_courses as c")
    .innerJoin("partner_lms_providers as p", "p.id", "c.provider_id")
    .select("c.id")
    .where("c.id", "=", courseId)
    .where("p.provider_type", "=", OWN_PROVIDER)
    .forUpdate("c")
    .executeTakeFirst();
  return row !== undefined;
}

/** A lesson as its author writes it. */
export interface LessonDraft {
  kind: LessonKind;
  title: string;
  body: string;
  videoId: string | null;
  captionsId: string | null;
  durationSeconds: number | null;
  passPercentage: number | null;
  triesAllowed: number | null;
  packageId: string | null;
}

function columnsOf(draft: LessonDraft) {
  return {
    title: draft.title,
    body: draft.body,
    video_id: draft.videoId,
    captions_id: draft.captionsId,
    duration_seconds: draft.durationSeconds,
    pass_percentage: draft.passPercentage,
    tries_allowed: draft.triesAllowed,
    package_id: draft.packageId,
  };
}

/** Adds a lesson at the end of a course; returns its id. */
export async function addLesson(tx: Tx, courseId: string, draft: LessonDraft): Promise<string> {
  const row = await tx
    .insertInto("course_lessons")
    .values((eb) => ({
      course_id: courseId,
      kind: draft.kind,
      ...columnsOf(draft),
      position: eb
        .selectFrom("course_lessons")
        .select(sql<number>`coalesce(max(position), 0) + 1`.as("position"))
        .where("course_id", "=", courseId),
    }))
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Changes a lesson; its kind stays. False when the course has no such lesson. */
export async function editLesson(
  tx: Tx,
  courseId: string,
  lessonId: string,
  draft: LessonDraft,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("course_lessons")
    .set({ ...columnsOf(draft), updated_at: sql`now()` })
    .where("id", "=", lessonId)
    .where("course_id", "=", courseId)
    .where("kind", "=", draft.kind)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Takes a lesson out of its course; what students did in it is kept. A second time changes nothing. */
export async function archiveLesson(tx: Tx, courseId: string, lessonId: string): Promise<void> {
  await tx
    .updateTable("course_lessons")
    .set({ archived_at: sql`now()`, updated_at: sql`now()` })
    .where("id", "=", lessonId)
    .where("course_id", "=", courseId)
    .where("archived_at", "is", null)
    .execute();
}

/** Ids of the lessons of a course in their order. */
export async function readLessonOrder(tx: Tx, courseId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("course_lessons")
    .select("id")
    .where("course_id", "=", courseId)
    .where("archived_at", "is", null)
    .orderBy("position")
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Puts the lessons of a course into this order. */
export async function orderLessons(tx: Tx, courseId: string, lessonIds: readonly string[]): Promise<void> {
  await sql`
    update public.course_lessons l set position = o.position::int, updated_at = now()
    from unnest(${lessonIds}::uuid[]) with ordinality as o (id, position)
    where l.id = o.id and l.course_id = ${courseId} and l.position <> o.position`.execute(tx);
}

/** A question as its author writes it; `right` counts the choices from 0. */
export interface QuestionDraft {
  prompt: string;
  choices: string[];
  several: boolean;
  right: number[];
  explanation: string;
}

/** Replaces the questions of a quiz. Questions that stay word for word keep their id. */
export async function replaceQuestions(
  tx: Tx,
  lessonId: string,
  questions: readonly QuestionDraft[],
): Promise<void> {
  const before = await tx
    .selectFrom("quiz_questions")
    .select(["id", "prompt", "choices", "several"])
    .where("lesson_id", "=", lessonId)
    .execute();
  const kept = new Set<string>();
  for (const [index, question] of questions.entries()) {
    const same = before.find((one) => !kept.has(one.id) && isSame(one, question));
    const id = same?.id ?? (await addQuestion(tx, lessonId, index, question));
    kept.add(id);
    await tx.updateTable("quiz_questions").set({ position: index }).where("id", "=", id).execute();
    await keepAnswer(tx, id, question);
  }
  for (const { id } of before)
    if (!kept.has(id)) await tx.deleteFrom("quiz_questions").where("id", "=", id).execute();
}

function isSame(
  one: { prompt: string; choices: string[]; several: boolean },
  { prompt, choices, several }: QuestionDraft,
): boolean {
  return (
    one.prompt === prompt &&
    one.several === several &&
    JSON.stringify(one.choices) === JSON.stringify(choices)
  );
}

async function addQuestion(
  tx: Tx,
  lessonId: string,
  position: number,
  { prompt, choices, several }: QuestionDraft,
): Promise<string> {
  const row = await tx
    .insertInto("quiz_questions")
    .values({ lesson_id: lessonId, position, prompt, choices, several })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

async function keepAnswer(tx: Tx, questionId: string, { right, explanation }: QuestionDraft): Promise<void> {
  await tx
    .insertInto("quiz_answers")
    .values({ question_id: questionId, right_choices: right, explanation })
    .onConflict((conflict) =>
      conflict.column("question_id").doUpdateSet({ right_choices: right, explanation }),
    )
    .execute();
}

/** What makes a course something a student can buy. */
export interface OfferDraft {
  slug: string;
  title: string;
  description: string;
  category: string;
  priceCents: number;
  active: boolean;
}

/**
 * Makes or changes the program that sells a course, and returns its id. Runs as the web; `actor` must be an admin.
 * Raises insufficient_privilege, no_data_found, check_violation (no lessons) or unique_violation (the slug is taken).
 */
export async function offerOwnCourse(
  tx: Tx,
  actor: string,
  courseId: string,
  offer: OfferDraft,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select public.offer_own_course(${actor}::uuid, ${courseId}::uuid, ${offer.slug}, ${offer.title},
      ${offer.description}, ${offer.category}, ${offer.priceCents}::int, ${offer.active}) as id`.execute(tx);
  return rows[0]!.id;
}

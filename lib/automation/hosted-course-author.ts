/** What an admin does to a course of our own: write it, order it, put it on sale. */
import { randomBytes } from "node:crypto";
import { asItself, asUser, type Database, type Tx } from "#lib/db/client.ts";
import {
  addLesson,
  addOwnCourse,
  archiveLesson,
  editLesson,
  editOwnCourse,
  lockOwnCourse,
  offerOwnCourse,
  orderLessons,
  readLessonOrder,
  replaceQuestions,
  type CourseDraft,
  type LessonDraft,
  type OfferDraft,
  type QuestionDraft,
} from "#lib/db/own-courses.ts";
import type { Claims } from "#lib/domain/claims.ts";

/** Why nothing was written; the message is for the author. */
export class AuthorRefusedError extends Error {
  override readonly name = "AuthorRefusedError";
  readonly code: AuthorRefusal;

  constructor(code: AuthorRefusal, cause?: unknown) {
    super(REFUSALS[code], { cause });
    this.code = code;
  }
}

const REFUSALS = {
  not_found: "There is no such course or lesson.",
  no_lessons: "Add a lesson first: a course without lessons cannot be sold.",
  slug_taken: "Another program has this address. Choose another one.",
  not_allowed: "Only an admin may do this.",
  does_not_fit: "Something does not fit together. Please look at the fields again.",
} as const;

type AuthorRefusal = keyof typeof REFUSALS;

/** Adds an empty course; returns its id. Its code is made from its name and never changes. Throws AuthorRefusedError. */
export function createCourse(db: Database, claims: Claims, draft: CourseDraft): Promise<string> {
  return write(db, claims, (tx) => addOwnCourse(tx, codeFor(draft.name), draft));
}

/** Changes name, description and hours. Throws AuthorRefusedError. */
export function changeCourse(
  db: Database,
  claims: Claims,
  courseId: string,
  draft: CourseDraft,
): Promise<void> {
  return write(db, claims, async (tx) => {
    if (!(await editOwnCourse(tx, courseId, draft))) throw new AuthorRefusedError("not_found");
  });
}

/** Adds a lesson, or changes the one with `lessonId`; returns its id. `questions` belong to a quiz. Throws AuthorRefusedError. */
export function saveLesson(
  db: Database,
  claims: Claims,
  at: { courseId: string; lessonId: string | null },
  draft: LessonDraft,
  questions: readonly QuestionDraft[] = [],
): Promise<string> {
  return write(db, claims, async (tx) => {
    await requireCourse(tx, at.courseId);
    const lessonId = at.lessonId ?? (await addLesson(tx, at.courseId, draft));
    const isThere = !at.lessonId || (await editLesson(tx, at.courseId, lessonId, draft));
    if (!isThere) throw new AuthorRefusedError("not_found");
    if (draft.kind === "quiz") await replaceQuestions(tx, lessonId, questions);
    return lessonId;
  });
}

/** Moves a lesson one place up or down; at the end of the list nothing happens. Throws AuthorRefusedError. */
export function moveLessonInCourse(
  db: Database,
  claims: Claims,
  at: { courseId: string; lessonId: string },
  direction: "up" | "down",
): Promise<void> {
  return write(db, claims, async (tx) => {
    await requireCourse(tx, at.courseId);
    const order = await readLessonOrder(tx, at.courseId);
    const from = order.indexOf(at.lessonId);
    const to = from + (direction === "up" ? -1 : 1);
    if (from < 0) throw new AuthorRefusedError("not_found");
    if (to >= 0 && to < order.length) order.splice(to, 0, ...order.splice(from, 1));
    await orderLessons(tx, at.courseId, order);
  });
}

/** Takes a lesson out of its course; what students did in it stays. A second time changes nothing. */
export function removeLesson(
  db: Database,
  claims: Claims,
  at: { courseId: string; lessonId: string },
): Promise<void> {
  return write(db, claims, async (tx) => {
    await requireCourse(tx, at.courseId);
    await archiveLesson(tx, at.courseId, at.lessonId);
  });
}

/** Puts a course on sale as a program of its own, or takes it off; returns the program's id. Throws AuthorRefusedError. */
export async function offerCourse(
  db: Database,
  claims: Claims,
  courseId: string,
  offer: OfferDraft,
): Promise<string> {
  try {
    return await asItself(db, (tx) => offerOwnCourse(tx, claims.sub, courseId, offer));
  } catch (error) {
    throw explained(error, { "23514": "no_lessons", "23505": "slug_taken" });
  }
}

async function requireCourse(tx: Tx, courseId: string): Promise<void> {
  if (!(await lockOwnCourse(tx, courseId))) throw new AuthorRefusedError("not_found");
}

async function write<T>(db: Database, claims: Claims, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await asUser(db, claims, work);
  } catch (error) {
    throw explained(error, { "23514": "does_not_fit", "23503": "does_not_fit", "23505": "does_not_fit" });
  }
}

/** SQLSTATE → refusal: 42501 insufficient privilege, P0002 no data, 23xxx a constraint. */
function explained(error: unknown, more: Record<string, AuthorRefusal>): unknown {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== "string") return error;
  const known: Record<string, AuthorRefusal> = { "42501": "not_allowed", P0002: "not_found", ...more };
  const refusal = known[code];
  return refusal ? new AuthorRefusedError(refusal, error) : error;
}

/** `first-aid-at-work-3f2a1c`: readable, and never the same twice. */
function codeFor(name: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${words || "course"}-${randomBytes(3).toString("hex")}`;
}

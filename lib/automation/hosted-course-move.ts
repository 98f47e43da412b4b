/** The one way a student's progress in a course of our own moves: checked, kept, and told on the road of all partners. */
import { asItself, asUser, type Database, type Tx } from "#lib/db/client.ts";
import { lockRunningAttempt, moveAttempt, noteLastLesson } from "#lib/db/course-attempts.ts";
import {
  findLesson,
  readLessonStates,
  type LessonOfAttempt,
  type LessonToMove,
} from "#lib/db/lesson-progress.ts";
import { findCourseToLearn } from "#lib/db/reads/learn.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { courseProgress, OWN_PROVIDER } from "#lib/domain/lesson.ts";
import { storeInboxEvent, wakeRelay } from "#lib/inbox/events.ts";
import type { AttemptEvent } from "#lib/automation/hosted-course-connector.ts";

/** Why nothing was kept; the message is for the student. */
export class LearnRefusedError extends Error {
  override readonly name = "LearnRefusedError";
  readonly code: LearnRefusal;
  readonly status: number;

  constructor(code: LearnRefusal) {
    super(REFUSALS[code].message);
    this.code = code;
    this.status = REFUSALS[code].status;
  }
}

const REFUSALS = {
  not_found: { status: 404, message: "There is no such lesson." },
  course_over: { status: 409, message: "This course is not open any more, so nothing was kept." },
  no_tries_left: { status: 409, message: "You used all tries of this quiz. Please write to the school." },
  wrong_answers: { status: 400, message: "These answers do not belong to this quiz." },
  opened_elsewhere: {
    status: 409,
    message: "You opened this lesson in another window. What you do here is not kept any more.",
  },
} as const;

export type LearnRefusal = keyof typeof REFUSALS;

/** Which lesson a browser speaks of. */
export interface LessonAddress {
  claims: Claims;
  attemptId: string;
  lessonId: string;
}

/** Where a student is after something moved. */
export interface Moved {
  lessonCompleted: boolean;
  courseCompleted: boolean;
  /** Of the course, whole percentage. */
  progress: number;
}

/**
 * Runs `work` on a lesson of the student's own running course and then works out where the course is. What changed is
 * stored as an event of our own provider in the same commit. Throws LearnRefusedError.
 */
export async function moveLesson<T>(
  db: Database,
  address: LessonAddress,
  work: (tx: Tx, key: LessonOfAttempt, lesson: LessonToMove) => Promise<T>,
): Promise<{ result: T; moved: Moved }> {
  const { claims, attemptId, lessonId } = address;
  const course = await asUser(db, claims, (tx) => findCourseToLearn(tx, attemptId));
  if (!course) throw new LearnRefusedError("not_found");
  if (course.access !== "running") throw new LearnRefusedError("course_over");
  return asItself(db, async (tx) => {
    const attempt = await lockRunningAttempt(tx, attemptId);
    if (!attempt) throw new LearnRefusedError("course_over");
    const lesson = await findLesson(tx, attempt.courseId, lessonId);
    if (!lesson) throw new LearnRefusedError("not_found");
    const result = await work(tx, { attemptId, lessonId, studentId: claims.sub }, lesson);
    return { result, moved: await settle(tx, attempt, lessonId) };
  });
}

async function settle(
  tx: Tx,
  attempt: { id: string; courseId: string; progress: number },
  lessonId: string,
): Promise<Moved> {
  const states = await readLessonStates(tx, attempt.id, attempt.courseId);
  const courseCompleted = states.length > 0 && states.every((state) => state.completed);
  const progress = Math.max(attempt.progress, courseProgress(states));
  await noteLastLesson(tx, attempt.id, lessonId);
  if (progress > attempt.progress || courseCompleted) {
    await moveAttempt(tx, attempt.id, { progress, completed: courseCompleted });
    await tell(tx, attempt.id, courseCompleted ? "course.completed" : "progress.updated", progress);
  }
  const lessonCompleted = states.some((state) => state.id === lessonId && state.completed);
  return { lessonCompleted, courseCompleted, progress };
}

/** The same news twice is one event: its id names what it says. */
async function tell(tx: Tx, attemptId: string, type: AttemptEvent["type"], progress: number): Promise<void> {
  const event: AttemptEvent = { type, attemptId, progress, at: new Date().toISOString() };
  const isNew = await storeInboxEvent(tx, {
    source: `partner:${OWN_PROVIDER}`,
    eventId: `${attemptId}:${type}:${progress}`,
    eventType: type,
    body: JSON.stringify(event),
  });
  if (isNew) await wakeRelay(tx);
}

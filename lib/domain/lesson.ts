/** Lessons of a course the school teaches itself: their kinds, and what a student sees of their state. */

/** `partner_lms_providers.provider_type` of the school's own courses. */
export const OWN_PROVIDER = "self";

export const LESSON_KINDS = ["text", "video", "quiz", "scorm"] as const;

export type LessonKind = (typeof LESSON_KINDS)[number];

const KIND_WORDS: Record<LessonKind, string> = {
  text: "Reading",
  video: "Video",
  quiz: "Quiz",
  scorm: "Interactive lesson",
};

/** What a kind of lesson is called. */
export function lessonKind(kind: string): string {
  return KIND_WORDS[kind as LessonKind] ?? "Lesson";
}

/** How far somebody is in a lesson, as far as lists show it. */
export interface LessonState {
  /** Null until it was opened or did something. */
  percentage: number | null;
  completed: boolean;
}

/** The lesson to go on with: the first that is not done, else the first; null without lessons. */
export function nextLesson<T extends LessonState>(lessons: readonly T[]): T | null {
  return lessons.find((lesson) => !lesson.completed) ?? lessons[0] ?? null;
}

/** Percentage of a course: done lessons count whole, begun ones by their own percentage; 100 only when all are done. */
export function courseProgress(lessons: readonly LessonState[]): number {
  if (lessons.length === 0) return 0;
  const sum = lessons.reduce((total, one) => total + (one.completed ? 100 : (one.percentage ?? 0)), 0);
  const percent = Math.floor(sum / lessons.length);
  return lessons.every((lesson) => lesson.completed) ? 100 : Math.min(percent, 99);
}

/** A video counts as seen from this part of its length on: closing credits are nobody's duty. */
const SEEN_FROM = 0.9;
/** The fastest a browser plays. */
const FASTEST = 2;
/** Seconds by which a report may come late or early. */
const SLACK_SECONDS = 3;

/**
 * Says how far a video was really watched, in seconds from its start, when a browser reports `position`: it cannot have
 * gone on faster than a browser plays since the last report, so a jump ahead counts for nothing.
 */
export function watchedTo(
  before: { watchedSeconds: number; secondsSinceReport: number },
  position: number,
  durationSeconds: number,
): number {
  const reachable = before.watchedSeconds + before.secondsSinceReport * FASTEST + SLACK_SECONDS;
  if (position > reachable) return before.watchedSeconds;
  return Math.max(before.watchedSeconds, Math.min(Math.floor(position), durationSeconds));
}

/** True when enough of a video was watched. */
export function isWatched(watchedSeconds: number, durationSeconds: number): boolean {
  return watchedSeconds >= Math.floor(durationSeconds * SEEN_FROM);
}

/** A lesson in the list of its course. */
export interface LessonInList extends LessonState {
  id: string;
  kind: LessonKind;
  title: string;
  /** Whole percentage, or null where there is none. */
  score: number | null;
}

/** A video of a lesson, and where it goes on. */
export interface VideoToPlay {
  fileId: string;
  captionsId: string;
  durationSeconds: number;
  positionSeconds: number;
}

/** A question as it may be seen before it is answered. */
export interface QuizQuestion {
  id: string;
  prompt: string;
  choices: string[];
  several: boolean;
}

export interface QuizTry {
  number: number;
  score: number;
  passed: boolean;
  createdAt: Date;
}

/** A quiz as a student meets it: without its right answers. */
export interface QuizToAsk {
  passPercentage: number;
  /** Null: as many as they like. */
  triesAllowed: number | null;
  questions: QuizQuestion[];
  /** The latest first. */
  tries: QuizTry[];
}

/** What a student does in a lesson of our own. */
import type { Database } from "#lib/db/client.ts";
import { keepLessonProgress, keepVideoPosition, readVideoProgress } from "#lib/db/lesson-progress.ts";
import { countTries, keepTry, readQuizKey } from "#lib/db/quiz-tries.ts";
import {
  LearnRefusedError,
  moveLesson,
  type LessonAddress,
  type Moved,
} from "#lib/automation/hosted-course-move.ts";
import { isWatched, watchedTo } from "#lib/domain/lesson.ts";
import { gradeQuiz, type QuizAnswers, type QuizResult } from "#lib/domain/quiz.ts";

/** Notes that the student read a text. A second time changes nothing. Throws LearnRefusedError. */
export async function finishText(db: Database, address: LessonAddress): Promise<Moved> {
  const { moved } = await moveLesson(db, address, async (tx, key, lesson) => {
    if (lesson.kind !== "text") throw new LearnRefusedError("not_found");
    await keepLessonProgress(tx, key, { percentage: 100, completed: true });
  });
  return moved;
}

export interface QuizAnswered extends QuizResult {
  /** Question id → why its answer is right; only once the quiz is passed. */
  explanations: Record<string, string>;
}

/**
 * Grades a quiz and keeps the try. Every call is one try; passing stays passed. Throws LearnRefusedError, among others
 * when no try is left or the answers name questions the quiz does not have.
 */
export async function answerQuiz(
  db: Database,
  address: LessonAddress,
  answers: QuizAnswers,
): Promise<{ result: QuizAnswered; moved: Moved }> {
  return moveLesson(db, address, async (tx, key, lesson) => {
    if (lesson.kind !== "quiz") throw new LearnRefusedError("not_found");
    const before = await countTries(tx, key);
    if (lesson.triesAllowed !== null && before >= lesson.triesAllowed)
      throw new LearnRefusedError("no_tries_left");
    const quiz = await readQuizKey(tx, lesson.id);
    const isForeign = (id: string) => !quiz.some(({ questionId }) => questionId === id);
    if (Object.keys(answers).some(isForeign)) throw new LearnRefusedError("wrong_answers");
    const result = gradeQuiz(quiz, answers, lesson.passPercentage ?? 100);
    await keepTry(tx, key, before + 1, answers, result);
    const { score, passed } = result;
    await keepLessonProgress(tx, key, { percentage: passed ? 100 : 0, completed: passed, score });
    const explained = passed ? quiz.map((one) => [one.questionId, one.explanation]) : [];
    return { ...result, explanations: Object.fromEntries(explained) as Record<string, string> };
  });
}

/**
 * Notes where a student is in a video, in seconds. It counts only as far as a browser can have played since the last
 * report; the video is done once nearly all of it was. Throws LearnRefusedError.
 */
export async function reportVideo(
  db: Database,
  address: LessonAddress,
  positionSeconds: number,
): Promise<Moved & { watchedSeconds: number }> {
  const { result, moved } = await moveLesson(db, address, async (tx, key, lesson) => {
    if (lesson.kind !== "video" || lesson.durationSeconds === null) throw new LearnRefusedError("not_found");
    const before = await readVideoProgress(tx, key);
    const watched = watchedTo(before, positionSeconds, lesson.durationSeconds);
    const completed = isWatched(watched, lesson.durationSeconds);
    const percentage = Math.min(completed ? 100 : 99, Math.floor((watched * 100) / lesson.durationSeconds));
    await keepLessonProgress(tx, key, { percentage: completed ? 100 : percentage, completed });
    const position = Math.min(Math.floor(positionSeconds), lesson.durationSeconds);
    await keepVideoPosition(tx, key, { position, watched });
    return watched;
  });
  return { ...moved, watchedSeconds: result };
}

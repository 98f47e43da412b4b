import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { LessonOfAttempt } from "#lib/db/lesson-progress.ts";
import type { QuizAnswers, QuizKey, QuizResult } from "#lib/domain/quiz.ts";

/** Reads the right answers of a quiz and why they are, in its order. Only the server may see them. */
export async function readQuizKey(tx: Tx, lessonId: string): Promise<(QuizKey & { explanation: string })[]> {
  return tx
    .selectFrom("quiz_questions as q")
    .innerJoin("quiz_answers as a", "a.question_id", "q.id")
    .select(["q.id as questionId", "a.right_choices as right", "a.explanation"])
    .where("q.lesson_id", "=", lessonId)
    .orderBy("q.position")
    .execute();
}

/** Counts the tries made so far. */
export async function countTries(tx: Tx, lesson: LessonOfAttempt): Promise<number> {
  const row = await tx
    .selectFrom("quiz_tries")
    .select(sql<number>`count(*)::int`.as("tries"))
    .where("attempt_id", "=", lesson.attemptId)
    .where("lesson_id", "=", lesson.lessonId)
    .executeTakeFirstOrThrow();
  return row.tries;
}

/** Keeps an answered quiz with what it was worth. The same number twice violates a constraint. */
export async function keepTry(
  tx: Tx,
  lesson: LessonOfAttempt,
  number: number,
  answers: QuizAnswers,
  result: QuizResult,
): Promise<void> {
  await tx
    .insertInto("quiz_tries")
    .values({
      attempt_id: lesson.attemptId,
      lesson_id: lesson.lessonId,
      student_id: lesson.studentId,
      number,
      answers: JSON.stringify(answers),
      score: result.score,
      passed: result.passed,
    })
    .execute();
}

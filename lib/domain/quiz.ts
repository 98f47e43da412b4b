/** Grading a quiz: the same rule wherever it is asked. */

export interface QuizKey {
  questionId: string;
  /** Right choices, counted from 0. */
  right: readonly number[];
}

/** Question id → the choices a student ticked, counted from 0. */
export type QuizAnswers = Readonly<Record<string, readonly number[]>>;

export interface QuizResult {
  /** Whole percentage of questions answered right, rounded down: nobody passes by rounding. */
  score: number;
  passed: boolean;
  /** Ids of the questions answered right. */
  right: string[];
}

/** Grades answers. A question counts as right when exactly the right choices are ticked; one left out is wrong. */
export function gradeQuiz(key: readonly QuizKey[], answers: QuizAnswers, passPercentage: number): QuizResult {
  const right = key
    .filter((question) => isSame(question.right, answers[question.questionId] ?? []))
    .map((question) => question.questionId);
  const score = key.length === 0 ? 0 : Math.floor((right.length * 100) / key.length);
  return { score, passed: key.length > 0 && score >= passPercentage, right };
}

function isSame(right: readonly number[], given: readonly number[]): boolean {
  const ticked = new Set(given);
  return ticked.size === new Set(right).size && right.every((choice) => ticked.has(choice));
}

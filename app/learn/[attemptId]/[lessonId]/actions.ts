"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { requireViewer } from "#app/viewer.ts";
import { answerQuiz, finishText, type QuizAnswered } from "#lib/automation/hosted-course-learn.ts";
import { LearnRefusedError, type LearnRefusal } from "#lib/automation/hosted-course-move.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

const addressShape = z.object({ attemptId: z.uuid(), lessonId: z.uuid() });

type Address = z.output<typeof addressShape>;

/** Notes that a text was read, and shows the lesson again as done. */
export async function finishTextAction(data: FormData): Promise<void> {
  const address = addressShape.parse(Object.fromEntries(data));
  const { claims } = await requireViewer(`/learn/${address.attemptId}`);
  await finishText(webDeps().db, { ...address, claims }).catch(ignoreRefusal);
  refresh();
}

/** The page drawn anew says by itself why nothing was kept. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof LearnRefusedError)) throw error;
}

export interface QuizFormAnswer {
  result: QuizAnswered | null;
  problem: LearnRefusal | null;
}

/** Grades what was ticked. A choice is a field named by its question, its value the place of the choice. */
export async function answerQuizAction(
  given: Address,
  _before: QuizFormAnswer,
  data: FormData,
): Promise<QuizFormAnswer> {
  const address = addressShape.parse(given);
  const { claims } = await requireViewer(`/learn/${address.attemptId}`);
  try {
    const { result } = await answerQuiz(webDeps().db, { ...address, claims }, readAnswers(data));
    refresh();
    return { result, problem: null };
  } catch (error) {
    if (!(error instanceof LearnRefusedError)) throw error;
    return { result: null, problem: error.code };
  }
}

const choice = z.coerce.number().int().min(0).max(9);

function readAnswers(data: FormData): Record<string, number[]> {
  const answers: Record<string, number[]> = {};
  for (const name of new Set(data.keys())) {
    if (!z.uuid().safeParse(name).success) continue;
    answers[name] = data.getAll(name).flatMap((value) => {
      const parsed = choice.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    });
  }
  return answers;
}

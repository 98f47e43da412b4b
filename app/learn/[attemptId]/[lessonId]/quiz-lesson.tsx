"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { answerQuizAction, type QuizFormAnswer } from "#app/learn/[attemptId]/[lessonId]/actions.ts";
import { QuizQuestions } from "#app/learn/quiz-questions.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import type { LessonInList, QuizToAsk } from "#lib/domain/lesson.ts";

const NOTHING_YET: QuizFormAnswer = { result: null, problem: null };

/** Asks the questions of a quiz and says what the answers were worth. */
export function QuizLesson(props: {
  address: { attemptId: string; lessonId: string };
  quiz: QuizToAsk;
  place: LessonInList;
  isRunning: boolean;
}) {
  const t = useTranslations("learn");
  const { quiz, place, address, isRunning } = props;
  const [answer, act] = useActionState(answerQuizAction.bind(null, address), NOTHING_YET);
  const used = quiz.tries.length;
  const left = quiz.triesAllowed === null ? null : quiz.triesAllowed - used;
  const { result, problem } = answer;
  const isOpen = isRunning && !place.completed && (left === null || left > 0);
  return (
    <div className="grid gap-6">
      <p className="text-ink-soft">
        {t("quizFacts", { count: quiz.questions.length, percent: quiz.passPercentage })}
        {left === null ? null : <> · {t("triesLeft", { left: Math.max(0, left) })}</>}
      </p>
      {problem ? <Notice tone="bad">{t(`refusal.${problem}`)}</Notice> : null}
      {result ? (
        <Notice
          tone={result.passed ? "good" : "waiting"}
          title={
            result.passed ? t("passed", { percent: result.score }) : t("notPassed", { percent: result.score })
          }
        >
          {result.passed ? null : <p>{t("lookAgain")}</p>}
        </Notice>
      ) : null}
      {!result && place.score !== null ? <p>{t("bestSoFar", { percent: place.score })}</p> : null}
      {isOpen ? (
        <form action={act} className="grid gap-6">
          <QuizQuestions questions={quiz.questions} right={result?.right ?? null} />
          <p>
            <SubmitButton busy={t("grading")}>{used > 0 ? t("tryAgain") : t("handIn")}</SubmitButton>
          </p>
        </form>
      ) : (
        <QuizQuestions
          questions={quiz.questions}
          right={result?.right ?? null}
          explanations={result?.explanations ?? {}}
          isClosed
        />
      )}
    </div>
  );
}

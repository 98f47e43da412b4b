import { useTranslations } from "next-intl";
import type { QuizQuestion } from "#lib/domain/lesson.ts";

/**
 * Draws questions with their choices. `right` names those answered right, null before an answer; a closed quiz shows
 * them without fields.
 */
export function QuizQuestions(props: {
  questions: readonly QuizQuestion[];
  right: readonly string[] | null;
  explanations?: Readonly<Record<string, string>>;
  isClosed?: boolean;
}) {
  const t = useTranslations("learn");
  return props.questions.map((question, index) => {
    const verdict = props.right && (props.right.includes(question.id) ? "right" : "wrong");
    const explanation = props.explanations?.[question.id];
    return (
      <fieldset key={question.id} className="card min-w-0 px-5 pt-3 pb-4" disabled={props.isClosed}>
        <legend className="float-left w-full font-semibold">
          <span className="text-ink-soft">{index + 1}.</span> {question.prompt}
          {question.several ? <span className="font-normal text-ink-soft"> {t("several")}</span> : null}
        </legend>
        <div className="clear-both grid gap-1 pt-2">
          {question.choices.map((choice, place) => (
            <Choice key={place} question={question} choice={choice} place={place} isClosed={props.isClosed} />
          ))}
        </div>
        {verdict ? (
          <p className={`mt-2 font-semibold ${verdict === "right" ? "text-good" : "text-bad"}`}>
            {verdict === "right" ? <>✓ {t("right")}</> : t("wrong")}
          </p>
        ) : null}
        {explanation ? <p className="mt-1 text-ink-soft">{explanation}</p> : null}
      </fieldset>
    );
  });
}

function Choice(props: {
  question: QuizQuestion;
  choice: string;
  place: number;
  isClosed: boolean | undefined;
}) {
  const { question, choice, place } = props;
  if (props.isClosed) return <p className="py-1.5">– {choice}</p>;
  return (
    <label className="flex items-baseline gap-3 py-1.5">
      <input
        type={question.several ? "checkbox" : "radio"}
        name={question.id}
        value={place}
        required={!question.several}
        className="size-5 flex-none translate-y-1"
      />
      {choice}
    </label>
  );
}

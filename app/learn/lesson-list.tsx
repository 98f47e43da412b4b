import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";
import type { LessonInList } from "#lib/domain/lesson.ts";

/** Lists the lessons of a course with their states; `currentId` is the one that is open. */
export function LessonList(props: { lessons: readonly LessonInList[]; base: string; currentId?: string }) {
  const t = useTranslations("learn");
  return (
    <ol className="card divide-y divide-edge">
      {props.lessons.map((lesson, index) => (
        <li key={lesson.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-5 py-3">
          <span className="figures w-6 text-ink-soft" aria-hidden="true">
            {index + 1}
          </span>
          <span className="min-w-0 flex-1">
            <PlainLink
              href={`${props.base}/${lesson.id}`}
              className="font-semibold"
              aria-current={lesson.id === props.currentId ? "page" : undefined}
            >
              {lesson.title}
            </PlainLink>
            <span className="block text-ink-soft">{t(`kind.${lesson.kind}`)}</span>
          </span>
          <LessonMark lesson={lesson} />
        </li>
      ))}
    </ol>
  );
}

function LessonMark({ lesson }: { lesson: LessonInList }) {
  const t = useTranslations("learn");
  const { percentage, completed, score } = lesson;
  const state = completed ? "done" : percentage === null ? "notStarted" : "started";
  return (
    <span className={`figures whitespace-nowrap ${completed ? "font-semibold text-good" : "text-ink-soft"}`}>
      <span aria-hidden="true">{completed ? "✓ " : ""}</span>
      {state === "started" && percentage ? t("percent", { percent: percentage }) : t(`state.${state}`)}
      {score === null ? null : <span className="text-ink-soft"> · {t("best", { percent: score })}</span>}
    </span>
  );
}

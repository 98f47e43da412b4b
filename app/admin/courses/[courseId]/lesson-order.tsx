import { moveLessonAction, removeLessonAction } from "#app/admin/courses/actions.ts";
import { RemoveLesson } from "#app/admin/courses/[courseId]/remove-lesson.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import type { LessonToEdit } from "#lib/db/reads/own-courses.ts";
import { lessonKind } from "#lib/domain/lesson.ts";

/** Lists the lessons of a course with the ways to change them. Every button works without a mouse. */
export function LessonOrder(props: { courseId: string; lessons: readonly LessonToEdit[] }) {
  const { courseId, lessons } = props;
  if (lessons.length === 0) return <p>There is no lesson yet.</p>;
  return (
    <ol className="card divide-y divide-edge">
      {lessons.map((lesson, index) => {
        const at = { courseId, lessonId: lesson.id };
        const base = `/admin/courses/${courseId}/lessons/${lesson.id}`;
        return (
          <li key={lesson.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
            <span className="min-w-48 flex-1">
              <PlainLink href={base} className="font-semibold">
                {lesson.title}
              </PlainLink>
              <span className="block text-ink-soft">
                {lessonKind(lesson.kind)} ·{" "}
                <PlainLink href={`${base}/preview`}>
                  Preview
                  <Of lesson={lesson} />
                </PlainLink>
              </span>
            </span>
            <span className="flex flex-wrap gap-2">
              {index > 0 ? (
                <form action={moveLessonAction.bind(null, at, "up")}>
                  <SubmitButton className="button-small" busy="Moving…">
                    Up
                    <Of lesson={lesson} />
                  </SubmitButton>
                </form>
              ) : null}
              {index < lessons.length - 1 ? (
                <form action={moveLessonAction.bind(null, at, "down")}>
                  <SubmitButton className="button-small" busy="Moving…">
                    Down
                    <Of lesson={lesson} />
                  </SubmitButton>
                </form>
              ) : null}
              <RemoveLesson title={lesson.title} act={removeLessonAction.bind(null, at)} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Of({ lesson }: { lesson: LessonToEdit }) {
  return <span className="sr-only">: {lesson.title}</span>;
}

import { moveLessonAction, removeLessonAction } from "#app/admin/courses/actions.ts";
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
              <form action={moveLessonAction} className="flex flex-wrap gap-2">
                <LessonAddress at={at} />
                {index > 0 ? <MoveButton direction="up" lesson={lesson} /> : null}
                {index < lessons.length - 1 ? <MoveButton direction="down" lesson={lesson} /> : null}
              </form>
              <RemoveLesson lesson={lesson} at={at} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function MoveButton({ direction, lesson }: { direction: "up" | "down"; lesson: LessonToEdit }) {
  return (
    <SubmitButton className="button-small" busy="Moving…" name="direction" value={direction}>
      {direction === "up" ? "Up" : "Down"}
      <Of lesson={lesson} />
    </SubmitButton>
  );
}

/** Asks once more; works without scripts. */
function RemoveLesson({ lesson, at }: { lesson: LessonToEdit; at: Record<string, string> }) {
  return (
    <details>
      <summary className="button button-small">
        Delete
        <Of lesson={lesson} />
      </summary>
      <form action={removeLessonAction} className="card mt-2 grid gap-3 p-4">
        <LessonAddress at={at} />
        <p>Students no longer see it. What they did in it is kept.</p>
        <SubmitButton className="button-small" busy="Deleting…">
          Yes, delete<span className="sr-only"> {lesson.title}</span>
        </SubmitButton>
      </form>
    </details>
  );
}

function LessonAddress({ at }: { at: Record<string, string> }) {
  return Object.entries(at).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}

function Of({ lesson }: { lesson: LessonToEdit }) {
  return <span className="sr-only">: {lesson.title}</span>;
}

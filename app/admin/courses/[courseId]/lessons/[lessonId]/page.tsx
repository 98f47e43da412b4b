import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { saveLessonAction } from "#app/admin/courses/actions.ts";
import { AuthorForm } from "#app/admin/courses/author-form.tsx";
import { LessonFields } from "#app/admin/courses/[courseId]/lessons/[lessonId]/lesson-fields.tsx";
import { readOwnCourse } from "#app/admin/courses/read-own-course.ts";
import { requireAdmin } from "#app/viewer.ts";
import type { PageParams, PageQuery } from "#app/page-props.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { readQuizToEdit } from "#lib/db/reads/own-courses.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { LESSON_KINDS, lessonKind } from "#lib/domain/lesson.ts";
import { writeQuizText } from "#lib/domain/quiz-text.ts";

type Props = PageParams<{ courseId: string; lessonId: string }> & PageQuery;

export const metadata: Metadata = { title: "Lesson" };

export default async function EditLessonPage(props: Props) {
  const { claims } = await requireAdmin();
  const { courseId, lessonId } = await props.params;
  const course = await readOwnCourse(courseId);
  const lesson = course.lessonList.find(({ id }) => id === lessonId) ?? null;
  const wanted = (await props.searchParams)["kind"];
  const kind = LESSON_KINDS.find((one) => one === (lesson?.kind ?? wanted));
  if ((!lesson && lessonId !== "new") || !kind) notFound();
  const questions =
    lesson && kind === "quiz" ? await readAs(claims, (tx) => readQuizToEdit(tx, lesson.id)) : [];
  return (
    <AdminFrame title={lesson ? lesson.title : `New ${lessonKind(kind).toLowerCase()}`}>
      <p className="mt-4">
        <PlainLink href={`/admin/courses/${course.id}`}>Back to {course.name}</PlainLink>
      </p>
      <div className="mt-6">
        <AuthorForm
          act={saveLessonAction.bind(null, { courseId: course.id, lessonId: lesson?.id ?? null })}
          button={lesson ? "Save the lesson" : "Add the lesson"}
        >
          <LessonFields kind={kind} lesson={lesson} questions={writeQuizText(questions)} />
        </AuthorForm>
      </div>
    </AdminFrame>
  );
}

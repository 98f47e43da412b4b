import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { readOwnCourse } from "#app/admin/courses/read-own-course.ts";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import { LessonText } from "#app/learn/lesson-text.tsx";
import { openForReading } from "#app/learn/open-for-reading.ts";
import { PackageLesson } from "#app/learn/package-lesson.tsx";
import { QuizQuestions } from "#app/learn/quiz-questions.tsx";
import { VideoLesson } from "#app/learn/video-lesson.tsx";
import { requireAdmin } from "#app/viewer.ts";
import type { PageParams } from "#app/page-props.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { findLessonToLearn } from "#lib/db/reads/learn.ts";
import { readAs } from "#lib/db/reads/read-as.ts";

type Props = PageParams<{ courseId: string; lessonId: string }>;

export const metadata: Metadata = { title: "Preview" };

export default async function PreviewPage({ params }: Props) {
  const { claims } = await requireAdmin();
  const { courseId, lessonId } = await params;
  const course = await readOwnCourse(courseId);
  const place = course.lessonList.find(({ id }) => id === lessonId);
  const lesson = place && (await readAs(claims, (tx) => findLessonToLearn(tx, place.id, null)));
  if (!place || !lesson) notFound();
  const opened = lesson.packageId ? await openForReading(lesson.packageId) : null;
  return (
    <AdminFrame title={place.title}>
      <p className="mt-4">
        <PlainLink href={`/admin/courses/${course.id}`}>Back to {course.name}</PlainLink>
      </p>
      <div className="mt-6 grid max-w-3xl gap-6">
        <Notice tone="quiet">This is how students see the lesson. Nothing you do here is kept.</Notice>
        {lesson.body ? <LessonText source={lesson.body} /> : null}
        <ForBrowser rooms={["learn"]}>
          {lesson.video ? <VideoLesson video={lesson.video} title={place.title} reportTo={null} /> : null}
          {lesson.quiz ? <QuizQuestions questions={lesson.quiz.questions} right={null} /> : null}
          {opened ? <PackageLesson {...opened} api={null} /> : null}
        </ForBrowser>
        {lesson.packageId && !opened ? (
          <Notice tone="bad">Packages are not served here: CONTENT_URL is not set.</Notice>
        ) : null}
      </div>
    </AdminFrame>
  );
}

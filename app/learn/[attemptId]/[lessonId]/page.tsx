import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { isId, readCourse } from "#app/learn/[attemptId]/read-course.ts";
import { LessonStage } from "#app/learn/[attemptId]/[lessonId]/lesson-stage.tsx";
import { CourseHead } from "#app/learn/course-head.tsx";
import { LessonList } from "#app/learn/lesson-list.tsx";
import type { PageParams } from "#app/page-props.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { findLessonToLearn } from "#lib/db/reads/learn.ts";
import { readAs } from "#lib/db/reads/read-as.ts";

type Props = PageParams<{ attemptId: string; lessonId: string }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { attemptId, lessonId } = await params;
  const { course } = await readCourse(attemptId);
  return { title: course.lessons.find(({ id }) => id === lessonId)?.title ?? course.courseName };
}

export default async function LessonPage({ params }: Props) {
  const { attemptId, lessonId } = await params;
  const { viewer, course } = await readCourse(attemptId);
  const index = course.lessons.findIndex(({ id }) => id === lessonId);
  const place = course.lessons[index];
  if (!place || !isId(lessonId) || course.access === "closed") notFound();
  const lesson = await readAs(viewer.claims, (tx) => findLessonToLearn(tx, place.id, course.attemptId));
  if (!lesson) notFound();
  const t = await getTranslations("learn");
  const base = `/learn/${course.attemptId}`;
  const next = course.lessons[index + 1];
  return (
    <>
      <CourseHead course={course} lessonTitle={place.title} />
      <div className="mt-8 grid gap-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <article className="grid min-w-0 content-start gap-6">
          <LessonStage
            key={place.id}
            address={{ attemptId: course.attemptId, lessonId: place.id }}
            place={place}
            lesson={lesson}
            isRunning={course.access === "running"}
            timeZone={viewer.timeZone}
          />
          {place.completed ? (
            <Notice tone="good" title={t("lessonDone")}>
              <p>
                {next ? (
                  <PlainLink href={`${base}/${next.id}`}>{t("next", { title: next.title })}</PlainLink>
                ) : (
                  <PlainLink href={base}>{t("backToCourse")}</PlainLink>
                )}
              </p>
            </Notice>
          ) : null}
        </article>
        <nav aria-label={t("lessonsOfCourse")}>
          <LessonList lessons={course.lessons} base={base} currentId={place.id} />
        </nav>
      </div>
    </>
  );
}

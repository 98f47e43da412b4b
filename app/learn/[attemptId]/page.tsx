import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { readCourse } from "#app/learn/[attemptId]/read-course.ts";
import { CourseHead } from "#app/learn/course-head.tsx";
import { LessonList } from "#app/learn/lesson-list.tsx";
import type { PageParams } from "#app/page-props.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { nextLesson } from "#lib/domain/lesson.ts";

type Props = PageParams<{ attemptId: string }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { course } = await readCourse((await params).attemptId);
  return { title: course.courseName };
}

export default async function CoursePage({ params }: Props) {
  const { course } = await readCourse((await params).attemptId);
  const t = await getTranslations("learn");
  const base = `/learn/${course.attemptId}`;
  const last = course.lessons.find(({ id, completed }) => id === course.lastLessonId && !completed);
  const next = last ?? nextLesson(course.lessons);
  const isBegun = course.lessons.some(({ percentage }) => percentage !== null);
  return (
    <>
      <CourseHead course={course} />
      {course.access === "closed" ? null : (
        <div className="mt-8 grid max-w-3xl gap-6">
          {course.description ? <p className="max-w-[65ch]">{course.description}</p> : null}
          {next && course.access === "running" ? (
            <p>
              <PlainLink href={`${base}/${next.id}`} className="button button-primary">
                {isBegun ? t("goOn", { title: next.title }) : t("start", { title: next.title })}
              </PlainLink>
            </p>
          ) : null}
          <h2>{t("lessons")}</h2>
          <LessonList lessons={course.lessons} base={base} />
        </div>
      )}
    </>
  );
}

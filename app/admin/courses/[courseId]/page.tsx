import type { Metadata } from "next";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { changeCourseAction, offerCourseAction } from "#app/admin/courses/actions.ts";
import { AuthorForm } from "#app/admin/courses/author-form.tsx";
import { CourseFields } from "#app/admin/courses/course-fields.tsx";
import { readOwnCourse } from "#app/admin/courses/read-own-course.ts";
import { LessonOrder } from "#app/admin/courses/[courseId]/lesson-order.tsx";
import { OfferFields } from "#app/admin/courses/[courseId]/offer-fields.tsx";
import type { PageParams } from "#app/page-props.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { LESSON_KINDS, lessonKind } from "#lib/domain/lesson.ts";

type Props = PageParams<{ courseId: string }>;

export const metadata: Metadata = { title: "Course" };

export default async function OwnCoursePage({ params }: Props) {
  const course = await readOwnCourse((await params).courseId);
  const offer = course.offers[0];
  return (
    <AdminFrame title={course.name}>
      <p className="mt-4">
        <PlainLink href="/admin/courses">All courses of our own</PlainLink>
      </p>
      <section aria-labelledby="lessons" className="mt-6 grid max-w-3xl gap-4">
        <h2 id="lessons">Lessons</h2>
        {course.learning > 0 ? (
          <p className="text-ink-soft">
            {course.learning} {course.learning === 1 ? "student is" : "students are"} in this course: what you
            change here they see at once. What they did stays.
          </p>
        ) : null}
        <LessonOrder courseId={course.id} lessons={course.lessonList} />
        <p className="flex flex-wrap gap-3">
          {LESSON_KINDS.map((kind) => (
            <PlainLink
              key={kind}
              href={`/admin/courses/${course.id}/lessons/new?kind=${kind}`}
              className="button button-small"
            >
              Add: {lessonKind(kind).toLowerCase()}
            </PlainLink>
          ))}
        </p>
      </section>
      <section aria-labelledby="about" className="mt-10 grid gap-4">
        <h2 id="about">About this course</h2>
        <AuthorForm act={changeCourseAction.bind(null, { courseId: course.id })} button="Save">
          <CourseFields {...course} />
        </AuthorForm>
      </section>
      <section aria-labelledby="sale" className="mt-10 grid gap-4">
        <h2 id="sale" className="flex flex-wrap items-center gap-3">
          For sale by itself
          <StatusTag
            tone={offer?.active ? "good" : "quiet"}
            label={offer?.active ? "On sale" : "Not on sale"}
          />
        </h2>
        {course.partOf.length > 0 ? <p>It is also part of {course.partOf.join(", ")}.</p> : null}
        <AuthorForm act={offerCourseAction.bind(null, { courseId: course.id })} button="Save the offer">
          <OfferFields course={course} offer={offer} />
        </AuthorForm>
      </section>
    </AdminFrame>
  );
}

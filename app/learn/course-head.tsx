import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { OWN_PROVIDER } from "#lib/domain/lesson.ts";
import type { CourseToLearn } from "#lib/db/reads/learn.ts";

/** Draws what all pages of a course share: its name, how far it is, and why it is closed if it is. */
export function CourseHead({ course, lessonTitle }: { course: CourseToLearn; lessonTitle?: string }) {
  const back = `/student/progress#${course.enrollmentId}`;
  return (
    <>
      <p className="text-ink-soft">
        <PlainLink href={back}>Your progress</PlainLink>
        {lessonTitle ? (
          <>
            {" / "}
            <PlainLink href={`/learn/${course.attemptId}`}>{course.courseName}</PlainLink>
          </>
        ) : null}
      </p>
      <h1 className="mt-2">{lessonTitle ?? course.courseName}</h1>
      <div className="mt-4 max-w-xl">
        <ProgressBar
          label={`Progress in ${course.courseName}`}
          percent={course.progress}
          partner={OWN_PROVIDER}
        />
      </div>
      <div className="mt-6 max-w-2xl empty:hidden">
        {course.access === "over" ? (
          <Notice tone="good" title="You finished this course">
            <p>
              You can read it again whenever you like. <PlainLink href={back}>See what comes next</PlainLink>
            </p>
          </Notice>
        ) : null}
        {course.access === "closed" ? (
          <Notice tone="quiet" title="This course is not open">
            <p>
              Your enrollment is not running at the moment. <PlainLink href={back}>Your progress</PlainLink>{" "}
              says why.
            </p>
          </Notice>
        ) : null}
      </div>
    </>
  );
}

import { useTranslations } from "next-intl";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { OWN_PROVIDER } from "#lib/domain/lesson.ts";
import type { CourseToLearn } from "#lib/db/reads/learn.ts";

/** Draws what all pages of a course share: its name, how far it is, and why it is closed if it is. */
export function CourseHead({ course, lessonTitle }: { course: CourseToLearn; lessonTitle?: string }) {
  const t = useTranslations("learn");
  const back = `/student/progress#${course.enrollmentId}`;
  const link = (words: React.ReactNode) => <PlainLink href={back}>{words}</PlainLink>;
  return (
    <>
      <p className="text-ink-soft">
        <PlainLink href={back}>{t("yourProgress")}</PlainLink>
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
          label={t("progressIn", { course: course.courseName })}
          percent={course.progress}
          partner={OWN_PROVIDER}
        />
      </div>
      <div className="mt-6 max-w-2xl empty:hidden">
        {course.access === "over" ? (
          <Notice tone="good" title={t("finished")}>
            <p>{t.rich("finishedThen", { link })}</p>
          </Notice>
        ) : null}
        {course.access === "closed" ? (
          <Notice tone="quiet" title={t("closed")}>
            <p>{t.rich("closedWhy", { link })}</p>
          </Notice>
        ) : null}
      </div>
    </>
  );
}

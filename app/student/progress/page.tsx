import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getSay } from "#app/i18n/sayer.ts";
import { EnrollmentPath } from "#app/student/progress/enrollment-path.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { tellingTo } from "#app/telling.ts";
import { requireViewer } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { LivePage } from "#components/LivePage.tsx";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { AskForReview } from "#components/reviews/AskForReview.tsx";
import { MyDates } from "#components/sessions/MyDates.tsx";
import { loadConfig } from "#lib/config.ts";
import { readMyDates } from "#lib/db/reads/my-dates.ts";
import { readStudentMark } from "#lib/db/reads/student-marks.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readStudentEnrollments } from "#lib/db/reads/student-enrollments.ts";
import { launchProblem } from "#lib/domain/problem-words.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("student");
  return { title: t("progress") };
}

export default async function ProgressPage(props: PageQuery) {
  const viewer = await requireViewer("/student/progress");
  const mark = await readStudentMark(viewer.claims.sub);
  const { enrollments } = await readAs(viewer.claims, readStudentEnrollments);
  const dates = await readAs(viewer.claims, readMyDates);
  const problem = launchProblem((await props.searchParams)["problem"]);
  const telling = tellingTo(viewer);
  const t = await getTranslations("student");
  const say = await getSay();
  const schoolEmail = loadConfig().SUPPORT_EMAIL ?? null;
  return (
    <>
      <LivePage mark={mark} />
      <h1>{t("yourProgress")}</h1>
      {problem ? (
        <div className="mt-6 max-w-2xl">
          <Notice tone="bad">{say(problem)}</Notice>
        </div>
      ) : null}
      <MyDates dates={dates} />
      {enrollments.length > 0 ? (
        enrollments.map((enrollment) => (
          <EnrollmentPath
            key={enrollment.id}
            enrollment={enrollment}
            telling={telling}
            schoolEmail={schoolEmail}
          />
        ))
      ) : (
        <div className="mt-8">
          <EmptyState title={t("noLine")}>
            <p>{t("noLineWhy")}</p>
            <PlainLink href="/programs" className="button button-primary">
              {t("seePrograms")}
            </PlainLink>
          </EmptyState>
        </div>
      )}
      {enrollments.length > 0 ? <AskForReview /> : null}
    </>
  );
}

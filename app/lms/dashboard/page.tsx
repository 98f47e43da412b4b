import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { tellingTo } from "#app/telling.ts";
import { requireViewer } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Companions } from "#components/enrollment/Companions.tsx";
import { LaunchButton } from "#components/enrollment/LaunchButton.tsx";
import { StandingFacts } from "#components/enrollment/StandingFacts.tsx";
import { LivePage } from "#components/LivePage.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { When } from "#components/When.tsx";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readStudentMark } from "#lib/db/reads/student-marks.ts";
import { readStudentEnrollments, type StudentEnrollment } from "#lib/db/reads/student-enrollments.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { standingWords } from "#lib/domain/standing-words.ts";
import { stepWords } from "#lib/domain/step-status.ts";
import { isHeld } from "#lib/domain/step-turn.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("student");
  return { title: t("courses") };
}

type Course = StudentEnrollment["steps"][number] & { enrollment: StudentEnrollment };

export default async function CoursesPage() {
  const viewer = await requireViewer("/lms/dashboard");
  const mark = await readStudentMark(viewer.claims.sub);
  const { enrollments } = await readAs(viewer.claims, readStudentEnrollments);
  const courses = enrollments.flatMap((enrollment) =>
    enrollment.steps.map((step) => ({ ...step, enrollment })),
  );
  const running = courses.filter((course) => course.status === "in_progress");
  const others = courses.filter((course) => course.status !== "in_progress");
  const telling = tellingTo(viewer);
  const t = await getTranslations("student");
  return (
    <>
      <LivePage mark={mark} />
      <h1>{t("yourCourses")}</h1>
      {courses.length === 0 ? (
        <div className="mt-8">
          <EmptyState title={t("noCourses")}>
            <p>{t("noCoursesWhy")}</p>
            <PlainLink href="/programs" className="button button-primary">
              {t("seePrograms")}
            </PlainLink>
          </EmptyState>
        </div>
      ) : null}
      <CourseList title={t("openNow")} courses={running} telling={telling} />
      <CourseList title={t("finishedAndAhead")} courses={others} telling={telling} />
    </>
  );
}

function CourseList(props: { title: string; courses: Course[]; telling: Telling }) {
  if (props.courses.length === 0) return null;
  return (
    <section aria-label={props.title} className="mt-8">
      <h2>{props.title}</h2>
      <ul className="card mt-4 divide-y divide-edge">
        {props.courses.map((course) => (
          <CourseRow key={course.id} course={course} telling={props.telling} />
        ))}
      </ul>
    </section>
  );
}

function CourseRow({ course, telling }: { course: Course; telling: Telling }) {
  const t = useTranslations("student");
  const { enrollment } = course;
  return (
    <li className="grid gap-x-8 gap-y-3 px-5 py-5 sm:grid-cols-[minmax(0,1fr)_11rem] lg:grid-cols-[minmax(0,1fr)_13rem_16rem] sm:items-center">
      <div>
        <h3>{course.course.name}</h3>
        <p className="text-ink-soft">
          {t.rich("via", {
            partner: () => <PartnerName slug={course.partner.slug} name={course.partner.name} />,
          })}{" "}
          · {enrollment.title}
        </p>
        <p className="text-ink-soft">
          {course.lastAccessedAt ? (
            <>
              {t("lastOpened")}{" "}
              <When at={course.lastAccessedAt} now={telling.now} timeZone={telling.timeZone} />
            </>
          ) : (
            t("notOpened")
          )}
        </p>
        <Special course={course} telling={telling} />
      </div>
      {/* An order has no progress: it is met or not yet. */}
      {course.course.kind === "service" ? (
        <span aria-hidden="true" />
      ) : (
        <ProgressBar
          label={t("progressIn", { title: course.course.name })}
          percent={course.progress}
          partner={course.partner.slug}
        />
      )}
      <p className="lg:text-right">
        {course.status === "in_progress" ? (
          <LaunchButton
            enrollmentId={enrollment.id}
            enrollmentStatus={enrollment.status}
            held={isHeld(course, enrollment.status, telling)}
            step={course}
          />
        ) : (
          <StatusTag {...stepWords(course.status)} />
        )}
      </p>
      <div className="col-span-full empty:hidden">
        <Companions companions={course.companions} partner={course.partner} />
      </div>
    </li>
  );
}

/** What the partner asks for besides going on, and until when. */
function Special({ course, telling }: { course: Course; telling: Telling }) {
  const t = useTranslations("student");
  if (course.status !== "in_progress") return null;
  const special = standingWords(course.standing?.kind ?? "learning");
  return (
    <div className="mt-1 grid justify-items-start gap-1">
      {course.partner.active ? (
        special && <StatusTag {...special} />
      ) : (
        <StatusTag tone="bad" label={t("partnerOff")} />
      )}
      <StandingFacts step={course} telling={telling} />
    </div>
  );
}

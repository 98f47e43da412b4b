import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { PageParams, PageQuery } from "#app/page-props.ts";
import { StepStory } from "#app/admin/enrollments/[id]/step-story.tsx";
import { tellingTo } from "#app/telling.ts";
import { requireAdmin } from "#app/viewer.ts";
import { terminusState } from "#components/enrollment/EnrollmentLine.tsx";
import { KeepFresh } from "#components/KeepFresh.tsx";
import { Line } from "#components/line/Line.tsx";
import { Station } from "#components/line/Station.tsx";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { When } from "#components/When.tsx";
import { findCertificateOf } from "#lib/db/reads/admin-certificates.ts";
import { findEnrollment } from "#lib/db/reads/admin-enrollments.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readStepBelongings } from "#lib/db/reads/step-belongings.ts";
import { enrollmentWords } from "#lib/domain/enrollment-status.ts";
import { readId } from "#lib/domain/list-query.ts";
import { orderWords } from "#lib/domain/order-status.ts";
import { currentStep } from "#lib/domain/step-status.ts";

export const metadata: Metadata = { title: "Enrollment" };

export default async function EnrollmentPage(props: PageParams<{ id: string }> & PageQuery) {
  const viewer = await requireAdmin();
  const id = readId((await props.params).id);
  if (!id) notFound();
  const { enrollment, belongings, certificate } = await readAs(viewer.claims, async (tx) => ({
    enrollment: await findEnrollment(tx, id),
    belongings: await readStepBelongings(tx, id),
    certificate: await findCertificateOf(tx, id),
  }));
  if (!enrollment) notFound();
  const { steps, student, openFailures } = enrollment;
  const isAsked = (await props.searchParams)["asked"] === "again";
  const current = currentStep(steps);
  const telling = tellingTo(viewer);
  return (
    <>
      <p>
        <PlainLink href="/admin/enrollments">Enrollments</PlainLink>
      </p>
      <h1 className="mt-3">{enrollment.title}</h1>
      <p className="mt-3 text-lg">
        {student.name || "No name"}, <a href={`mailto:${student.email}`}>{student.email}</a>
      </p>
      <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <StatusTag {...enrollmentWords(enrollment.status)} />
        <span>
          Order: <StatusTag {...orderWords(enrollment.orderStatus)} />
        </span>
        {openFailures > 0 ? (
          <PlainLink href={`/admin?enrollment=${id}`}>
            {openFailures === 1 ? "1 open failure" : `${openFailures} open failures`}
          </PlainLink>
        ) : null}
        <span className="text-ink-soft">
          enrolled <When at={enrollment.createdAt} now={telling.now} timeZone={telling.timeZone} />
        </span>
      </p>
      {isAsked ? (
        <div className="mt-6 max-w-2xl">
          <KeepFresh />
          <Notice tone="waiting" title="Enrolling again">
            <p>Usually within a minute. The history below shows what happened; this page looks by itself.</p>
          </Notice>
        </div>
      ) : null}
      <div className="card mt-8 p-5 sm:p-8">
        <Line travelled label={`The way through ${enrollment.title}`}>
          {steps.map((step, index) => (
            <StepStory
              key={step.id}
              step={step}
              number={index + 1}
              isCurrent={step === current}
              enrollmentStatus={enrollment.status}
              telling={telling}
              {...belongings(step.id)}
            />
          ))}
          <Station state={terminusState(enrollment.status)} number={null} terminus>
            <h2 className="text-lg">Certificate</h2>
            {certificate ? (
              <p>
                <PlainLink href={`/admin/certificates/${certificate.id}`}>
                  Number {certificate.number}, {certificate.status}: see or reissue
                </PlainLink>
              </p>
            ) : null}
          </Station>
        </Line>
      </div>
    </>
  );
}

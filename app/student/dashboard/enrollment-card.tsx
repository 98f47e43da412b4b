import { useTranslations } from "next-intl";
import { CertificateLinks } from "#components/enrollment/CertificateLinks.tsx";
import { EnrollmentLine } from "#components/enrollment/EnrollmentLine.tsx";
import { LaunchButton } from "#components/enrollment/LaunchButton.tsx";
import { StandingFacts } from "#components/enrollment/StandingFacts.tsx";
import { TurnTag } from "#components/enrollment/TurnTag.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { useSay } from "#components/use-say.ts";
import { When } from "#components/When.tsx";
import type { StudentEnrollment } from "#lib/db/reads/student-enrollments.ts";
import { enrollmentProgress, enrollmentWords } from "#lib/domain/enrollment-status.ts";
import { enrollmentSentence } from "#lib/domain/enrollment-sentence.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { stationState } from "#lib/domain/station.ts";
import { currentStep } from "#lib/domain/step-status.ts";
import { isHeld } from "#lib/domain/step-turn.ts";

interface CardProps {
  enrollment: StudentEnrollment;
  telling: Telling;
}

/** Draws one program of a student: how far it is, what happens now, and the one thing to do. */
export function EnrollmentCard({ enrollment, telling }: CardProps) {
  const t = useTranslations("student");
  const say = useSay();
  const { steps, certificate } = enrollment;
  const step = enrollment.status === "canceled" ? null : currentStep(steps);
  const held = step !== null && isHeld(step, enrollment.status, telling);
  return (
    <li className="card grid gap-4 p-5 sm:p-6">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <h3 className="text-xl">
          <PlainLink href={`/student/progress#${enrollment.id}`}>{enrollment.title}</PlainLink>
        </h3>
        <StatusTag {...enrollmentWords(enrollment.status)} />
      </div>
      <div className="grid items-center gap-x-10 gap-y-3 sm:grid-cols-2">
        <EnrollmentLine steps={steps} status={enrollment.status} telling={telling} />
        <ProgressBar
          label={t("progressIn", { title: enrollment.title })}
          percent={enrollmentProgress(steps)}
        />
      </div>
      <div>
        {step ? (
          <p className="font-semibold">
            {step.course.name}{" "}
            <span className="font-normal text-ink-soft">{t("viaName", { partner: step.partner.name })}</span>
          </p>
        ) : null}
        {step ? <TurnTag state={stationState(step, step, held)} /> : null}
        <output className="block">{say(enrollmentSentence(enrollment, telling))}</output>
        {step ? (
          <div className="mt-2 grid max-w-xl gap-2 empty:hidden">
            <StandingFacts step={step} telling={telling} />
          </div>
        ) : null}
        {step?.lastAccessedAt ? (
          <p className="text-ink-soft">
            {t("lastOpened")} <When at={step.lastAccessedAt} now={telling.now} timeZone={telling.timeZone} />
          </p>
        ) : null}
        {step && !step.partner.active ? (
          <p>
            <PlainLink href={`/student/progress#${enrollment.id}`}>{t("whatThisMeans")}</PlainLink>
          </p>
        ) : null}
      </div>
      {certificate ? <CertificateLinks certificate={certificate} title={enrollment.title} /> : null}
      {step ? (
        <p className="empty:hidden">
          <LaunchButton
            enrollmentId={enrollment.id}
            enrollmentStatus={enrollment.status}
            held={held}
            step={step}
          />
        </p>
      ) : null}
    </li>
  );
}

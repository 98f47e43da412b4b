import { useTranslations } from "next-intl";
import { StepStation } from "#app/student/progress/step-station.tsx";
import { CertificateLinks } from "#components/enrollment/CertificateLinks.tsx";
import { terminusState } from "#components/enrollment/EnrollmentLine.tsx";
import { Line } from "#components/line/Line.tsx";
import { Station } from "#components/line/Station.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { useSay } from "#components/use-say.ts";
import type { StudentEnrollment } from "#lib/db/reads/student-enrollments.ts";
import { enrollmentProgress, enrollmentWords } from "#lib/domain/enrollment-status.ts";
import { enrollmentSentence } from "#lib/domain/enrollment-sentence.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { currentStep } from "#lib/domain/step-status.ts";

interface PathProps {
  enrollment: StudentEnrollment;
  telling: Telling;
  /** Where the school answers; null when it names no address. */
  schoolEmail: string | null;
}

/** Draws one enrollment as its line: done, here, waiting with the reason, and the certificate at the end. */
export function EnrollmentPath({ enrollment, telling, schoolEmail }: PathProps) {
  const t = useTranslations("student");
  const say = useSay();
  const { steps } = enrollment;
  const current = currentStep(steps);
  return (
    <section id={enrollment.id} aria-labelledby={`title-${enrollment.id}`} className="card mt-8 p-5 sm:p-8">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <h2 id={`title-${enrollment.id}`}>{enrollment.title}</h2>
        <StatusTag {...enrollmentWords(enrollment.status)} />
      </div>
      {current && enrollment.status !== "canceled" ? null : (
        <output className="mt-2 block max-w-[65ch]">{say(enrollmentSentence(enrollment, telling))}</output>
      )}
      <div className="mt-4 max-w-xl">
        <ProgressBar
          label={t("progressIn", { title: enrollment.title })}
          percent={enrollmentProgress(steps)}
        />
      </div>
      <div className="mt-8">
        <Line travelled label={t("wayThrough", { title: enrollment.title })}>
          {steps.map((step, index) => (
            <StepStation
              key={step.id}
              step={step}
              number={index + 1}
              earlier={steps.slice(0, index)}
              isCurrent={step === current}
              enrollment={enrollment}
              telling={telling}
              schoolEmail={schoolEmail}
            />
          ))}
          <Terminus enrollment={enrollment} />
        </Line>
      </div>
    </section>
  );
}

function Terminus({ enrollment }: { enrollment: StudentEnrollment }) {
  const t = useTranslations("student");
  const { certificate, status, title } = enrollment;
  return (
    <Station state={terminusState(status)} number={null} terminus>
      <h3>{t("yourCertificate")}</h3>
      {certificate ? (
        <div className="mt-2">
          <CertificateLinks certificate={certificate} title={title} />
        </div>
      ) : (
        <p className="text-ink-soft">{t(status === "canceled" ? "endedBefore" : "issuedByItself")}</p>
      )}
    </Station>
  );
}

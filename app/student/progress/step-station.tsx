import { LaunchButton } from "#components/enrollment/LaunchButton.tsx";
import { PartnerDocuments } from "#components/enrollment/PartnerDocuments.tsx";
import { Station } from "#components/line/Station.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { When } from "#components/When.tsx";
import type { StudentEnrollment } from "#lib/db/reads/student-enrollments.ts";
import type { StudentStep } from "#lib/db/reads/student-steps.ts";
import { stationState } from "#lib/domain/station.ts";
import { stepSentence } from "#lib/domain/step-sentence.ts";
import { stepWords } from "#lib/domain/step-status.ts";

interface StepProps {
  step: StudentEnrollment["steps"][number];
  number: number;
  earlier: readonly StudentStep[];
  isCurrent: boolean;
  enrollment: StudentEnrollment;
  now: Date;
  timeZone: string;
}

/** Draws one step of a student's line, with the sentence that says where it stands. */
export function StepStation({ step, number, earlier, isCurrent, enrollment, now, timeZone }: StepProps) {
  return (
    <Station state={stationState(step, isCurrent ? step : null)} number={number} partner={step.partner.slug}>
      <h3 className="flex flex-wrap items-baseline gap-x-3">
        {step.course.name}
        <span className="text-base font-normal tracking-normal text-ink-soft">
          {stepWords(step.status).label}
          {step.required ? "" : " · optional"}
        </span>
      </h3>
      <p className="text-ink-soft">
        via <PartnerName slug={step.partner.slug} name={step.partner.name} />
        <LastTime step={step} now={now} timeZone={timeZone} />
      </p>
      {step.status === "completed" ? null : (
        <output className="mt-1 block max-w-[65ch]">
          {stepSentence(step, earlier, enrollment.status, now)}
        </output>
      )}
      {step.status === "in_progress" ? (
        <div className="mt-3 grid max-w-xl gap-4">
          <ProgressBar
            label={`Progress in ${step.course.name}`}
            percent={step.progress}
            partner={step.partner.slug}
          />
          <p className="empty:hidden">
            <LaunchButton enrollmentId={enrollment.id} enrollmentStatus={enrollment.status} step={step} />
          </p>
        </div>
      ) : null}
      <PartnerDocuments documents={step.certificates} />
    </Station>
  );
}

function LastTime({ step, now, timeZone }: { step: StudentStep; now: Date; timeZone: string }) {
  if (step.completedAt)
    return (
      <>
        {" · finished "}
        <When at={step.completedAt} now={now} timeZone={timeZone} />
      </>
    );
  if (!step.lastAccessedAt) return null;
  return (
    <>
      {" · last opened "}
      <When at={step.lastAccessedAt} now={now} timeZone={timeZone} />
    </>
  );
}

import { AwayPartner } from "#components/enrollment/AwayPartner.tsx";
import { Companions } from "#components/enrollment/Companions.tsx";
import { LaunchButton } from "#components/enrollment/LaunchButton.tsx";
import { PartnerDocuments } from "#components/enrollment/PartnerDocuments.tsx";
import { StandingFacts } from "#components/enrollment/StandingFacts.tsx";
import { TurnTag } from "#components/enrollment/TurnTag.tsx";
import { Station } from "#components/line/Station.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { When } from "#components/When.tsx";
import type { StudentEnrollment, StudentEnrollmentStep } from "#lib/db/reads/student-enrollments.ts";
import type { StudentStep } from "#lib/db/reads/student-steps.ts";
import { calendarDay } from "#lib/domain/relative-time.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { standingWords } from "#lib/domain/standing-words.ts";
import { stationState } from "#lib/domain/station.ts";
import { stepSentence } from "#lib/domain/step-sentence.ts";
import { stepWords } from "#lib/domain/step-status.ts";
import { isHeld } from "#lib/domain/step-turn.ts";

interface StepProps {
  step: StudentEnrollmentStep;
  number: number;
  earlier: readonly StudentStep[];
  isCurrent: boolean;
  enrollment: StudentEnrollment;
  telling: Telling;
  schoolEmail: string | null;
}

/** Draws one step of a student's line, with the sentence that says where it stands. */
export function StepStation(props: StepProps) {
  const { step, number, earlier, isCurrent, enrollment, telling } = props;
  const held = isHeld(step, enrollment.status, telling);
  const state = stationState(step, isCurrent ? step : null, held);
  return (
    <Station state={state} number={number} partner={step.partner.slug}>
      <h3 className="flex flex-wrap items-baseline gap-x-3">
        {step.course.name}
        <span className="text-base font-normal tracking-normal text-ink-soft">
          {stateLabel(step)}
          {step.required ? "" : " · optional"}
        </span>
      </h3>
      <p className="text-ink-soft">
        via <PartnerName slug={step.partner.slug} name={step.partner.name} />
        <LastTime step={step} telling={telling} />
      </p>
      <TurnTag state={state} />
      {step.status === "completed" ? null : (
        <output className="mt-1 block max-w-[65ch]">
          {stepSentence(step, earlier, enrollment.status, telling)}
        </output>
      )}
      <AwayPartner step={step} schoolEmail={props.schoolEmail} />
      {step.status === "in_progress" ? (
        <div className="mt-3 grid max-w-xl gap-3">
          <StandingFacts step={step} telling={telling} />
          {/* An order has no progress: it is met or not yet. */}
          {step.course.kind === "service" ? null : (
            <ProgressBar
              label={`Progress in ${step.course.name}`}
              percent={step.progress}
              partner={step.partner.slug}
            />
          )}
          <p className="mt-1 empty:hidden">
            <LaunchButton
              enrollmentId={enrollment.id}
              enrollmentStatus={enrollment.status}
              held={held}
              step={step}
            />
          </p>
        </div>
      ) : null}
      <Companions companions={step.companions} partner={step.partner} />
      <RequirementMet day={step.standing?.requirementMetOn ?? null} />
      <PartnerDocuments documents={step.certificates} telling={telling} />
    </Station>
  );
}

/** Of a course in progress its standing says more than its state. */
function stateLabel({ status, standing }: StudentStep): string {
  const special = status === "in_progress" && standing ? standingWords(standing.kind) : null;
  return (special ?? stepWords(status)).label;
}

function RequirementMet({ day }: { day: string | null }) {
  return day ? <p className="mt-1">Requirement met on {calendarDay(day)}.</p> : null;
}

function LastTime({ step, telling: { now, timeZone } }: { step: StudentStep; telling: Telling }) {
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

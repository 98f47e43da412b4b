import { useTranslations } from "next-intl";
import { AwayPartner } from "#components/enrollment/AwayPartner.tsx";
import { Companions } from "#components/enrollment/Companions.tsx";
import { LaunchButton } from "#components/enrollment/LaunchButton.tsx";
import { PartnerDocuments } from "#components/enrollment/PartnerDocuments.tsx";
import { StandingFacts } from "#components/enrollment/StandingFacts.tsx";
import { TurnTag } from "#components/enrollment/TurnTag.tsx";
import { Station } from "#components/line/Station.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { useLanguage } from "#components/use-language.ts";
import { useSay } from "#components/use-say.ts";
import { When } from "#components/When.tsx";
import type { StudentEnrollment, StudentEnrollmentStep } from "#lib/db/reads/student-enrollments.ts";
import type { StudentStep } from "#lib/db/reads/student-steps.ts";
import { calendarDay } from "#lib/domain/relative-time.ts";
import type { Sentence } from "#lib/domain/sentence.ts";
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
  const t = useTranslations("student");
  const say = useSay();
  const { step, number, earlier, isCurrent, enrollment, telling } = props;
  const held = isHeld(step, enrollment.status, telling);
  const state = stationState(step, isCurrent ? step : null, held);
  return (
    <Station state={state} number={number} partner={step.partner.slug}>
      <h3 className="flex flex-wrap items-baseline gap-x-3">
        {step.course.name}
        <span className="text-base font-normal tracking-normal text-ink-soft">
          {say(stateLabel(step))}
          {step.required ? "" : ` · ${t("optional")}`}
        </span>
      </h3>
      <p className="text-ink-soft">
        {t.rich("via", {
          partner: () => <PartnerName slug={step.partner.slug} name={step.partner.name} />,
        })}
        <LastTime step={step} telling={telling} />
      </p>
      <TurnTag state={state} />
      {step.status === "completed" ? null : (
        <output className="mt-1 block max-w-[65ch]">
          {say(stepSentence(step, earlier, enrollment.status, telling))}
        </output>
      )}
      <AwayPartner step={step} schoolEmail={props.schoolEmail} />
      {step.status === "in_progress" ? (
        <div className="mt-3 grid max-w-xl gap-3">
          <StandingFacts step={step} telling={telling} />
          {/* An order has no progress: it is met or not yet. */}
          {step.course.kind === "service" ? null : (
            <ProgressBar
              label={t("progressIn", { title: step.course.name })}
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
      {step.switching ? (
        <p className="mt-3">
          <PlainLink href={`/student/switch/${step.id}`}>
            {t(step.switching === "switching" ? "seeSwitch" : "switchPartner")}
          </PlainLink>
        </p>
      ) : null}
      <Companions companions={step.companions} partner={step.partner} />
      <RequirementMet day={step.standing?.requirementMetOn ?? null} />
      <PartnerDocuments documents={step.certificates} telling={telling} />
    </Station>
  );
}

/** Of a course in progress its standing says more than its state. */
function stateLabel({ status, standing }: StudentStep): Sentence {
  const special = status === "in_progress" && standing ? standingWords(standing.kind) : null;
  return (special ?? stepWords(status)).label;
}

function RequirementMet({ day }: { day: string | null }) {
  const t = useTranslations("student");
  const language = useLanguage();
  return day ? <p className="mt-1">{t("requirementMet", { day: calendarDay(day, language) })}</p> : null;
}

function LastTime({ step, telling: { now, timeZone } }: { step: StudentStep; telling: Telling }) {
  const t = useTranslations("student");
  const at = step.completedAt ?? step.lastAccessedAt;
  if (!at) return null;
  return (
    <>
      {` · ${t(step.completedAt ? "finishedAt" : "lastOpenedAt")} `}
      <When at={at} now={now} timeZone={timeZone} />
    </>
  );
}

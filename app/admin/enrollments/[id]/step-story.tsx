import { StepSpecials } from "#app/admin/enrollments/[id]/step-specials.tsx";
import { Companions } from "#components/enrollment/Companions.tsx";
import { PartnerDocuments } from "#components/enrollment/PartnerDocuments.tsx";
import { Station } from "#components/line/Station.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { useSay } from "#components/use-say.ts";
import { When } from "#components/When.tsx";
import type { StepBelongings } from "#lib/db/reads/step-belongings.ts";
import type { StudentStep } from "#lib/db/reads/student-steps.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { stationState } from "#lib/domain/station.ts";
import { stepWords } from "#lib/domain/step-status.ts";
import { isHeld } from "#lib/domain/step-turn.ts";

interface StoryProps extends StepBelongings {
  step: StudentStep;
  number: number;
  isCurrent: boolean;
  /** State of the whole enrollment. */
  enrollmentStatus: string;
  telling: Telling;
}

/** Draws one step with its whole history: where it stands, what it used up and earned, every move, who made it and why. */
export function StepStory(props: StoryProps) {
  const say = useSay();
  const { step, telling, events } = props;
  const held = isHeld(step, props.enrollmentStatus, telling);
  const state = stationState(step, props.isCurrent ? step : null, held);
  return (
    <Station state={state} number={props.number} partner={step.partner.slug}>
      <h2 className="text-lg">
        {step.course.name}{" "}
        <span className="text-base font-normal text-ink-soft">{say(stepWords(step.status).label)}</span>
      </h2>
      <p className="text-ink-soft">
        via <PartnerName slug={step.partner.slug} name={step.partner.name} />
        {step.partner.active ? "" : ", switched off"}
      </p>
      {step.errorMessage ? <p className="mt-1">{step.errorMessage}</p> : null}
      {step.status === "in_progress" ? (
        <div className="mt-2 max-w-md">
          <ProgressBar
            label={`Progress in ${step.course.name}`}
            percent={step.progress}
            partner={step.partner.slug}
          />
        </div>
      ) : null}
      <StepSpecials step={step} vouchers={props.vouchers} telling={telling} />
      <Companions companions={props.companions} partner={step.partner} />
      <PartnerDocuments documents={props.documents} telling={telling} />
      {mayEnrollAgain(step) ? <EnrollAgain step={step} /> : null}
      <ol className="mt-3 space-y-1 text-[0.9375rem]">
        {events.map((event) => (
          <li key={event.id}>
            <strong>{say(stepWords(event.toStatus).label)}</strong>: {event.cause}{" "}
            <span className="text-ink-soft">
              ({event.actor}, <When at={event.createdAt} now={telling.now} timeZone={telling.timeZone} />)
            </span>
          </li>
        ))}
      </ol>
    </Station>
  );
}

function mayEnrollAgain({ status }: StudentStep): boolean {
  return status === "failed" || status === "enrolling" || status === "in_progress";
}

function EnrollAgain({ step }: { step: StudentStep }) {
  return (
    <form method="post" action="/api/partner/enroll" className="mt-3">
      <input type="hidden" name="stepId" value={step.id} />
      <SubmitButton className="button-small" busy="Asking…">
        Enroll again<span className="sr-only"> at {step.partner.name}</span>
      </SubmitButton>
      {step.status === "in_progress" ? (
        <p className="mt-1 text-[0.9375rem] text-ink-soft">
          {step.partner.name} is asked first: while it knows the enrollment, nothing changes.
        </p>
      ) : null}
    </form>
  );
}

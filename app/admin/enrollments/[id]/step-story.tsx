import { Station } from "#components/line/Station.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { When } from "#components/When.tsx";
import type { StepEvent } from "#lib/db/reads/step-events.ts";
import type { StudentStep } from "#lib/db/reads/student-steps.ts";
import { stationState } from "#lib/domain/station.ts";
import { stepWords } from "#lib/domain/step-status.ts";

interface StoryProps {
  step: StudentStep;
  number: number;
  isCurrent: boolean;
  events: readonly StepEvent[];
  now: Date;
  timeZone: string;
}

/** Draws one step with its whole history: every move, who made it and why. */
export function StepStory({ step, number, isCurrent, events, now, timeZone }: StoryProps) {
  return (
    <Station state={stationState(step, isCurrent ? step : null)} number={number} partner={step.partner.slug}>
      <h2 className="text-lg">
        {step.course.name}{" "}
        <span className="text-base font-normal text-ink-soft">{stepWords(step.status).label}</span>
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
      <ol className="mt-3 space-y-1 text-[0.9375rem]">
        {events.map((event) => (
          <li key={event.id}>
            <strong>{stepWords(event.toStatus).label}</strong>: {event.cause}{" "}
            <span className="text-ink-soft">
              ({event.actor}, <When at={event.createdAt} now={now} timeZone={timeZone} />)
            </span>
          </li>
        ))}
      </ol>
    </Station>
  );
}

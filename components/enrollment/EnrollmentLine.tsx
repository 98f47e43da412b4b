import { MiniLine } from "#components/line/MiniLine.tsx";
import { useSay } from "#components/use-say.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { stationState, type StationState } from "#lib/domain/station.ts";
import type { SpokenStep } from "#lib/domain/step-sentence.ts";
import { currentStep, stepWords } from "#lib/domain/step-status.ts";
import { isHeld } from "#lib/domain/step-turn.ts";

type LineStep = SpokenStep & { id: string; required: boolean };

interface LineProps {
  steps: readonly LineStep[];
  /** State of the whole enrollment. */
  status: string;
  telling: Telling;
}

/** Draws how far an enrollment is as a thumbnail of its line. */
export function EnrollmentLine({ steps, status, telling }: LineProps) {
  const say = useSay();
  const current = currentStep(steps);
  const stops = steps.map((step) => ({
    key: step.id,
    partners: [step.partner.slug],
    state: stationState(step, current, isHeld(step, status, telling)),
  }));
  const words = steps.map(
    (step) => `${step.partner.name}: ${say(stepWords(step.status).label).toLocaleLowerCase()}`,
  );
  return <MiniLine stops={stops} terminus={terminusState(status)} label={`${words.join(", ")}.`} />;
}

/** How the end of the line stands: the certificate is there when the enrollment is complete. */
export function terminusState(enrollmentStatus: string): StationState {
  return enrollmentStatus === "completed" ? "done" : "waiting";
}

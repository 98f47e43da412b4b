import { MiniLine } from "#components/line/MiniLine.tsx";
import { stationState, type StationState } from "#lib/domain/station.ts";
import { currentStep, stepWords } from "#lib/domain/step-status.ts";

interface LineStep {
  id: string;
  status: string;
  required: boolean;
  partner: { slug: string; name: string };
}

/** Draws how far an enrollment is as a thumbnail of its line. */
export function EnrollmentLine({ steps, status }: { steps: readonly LineStep[]; status: string }) {
  const current = currentStep(steps);
  const stops = steps.map((step) => ({
    key: step.id,
    partners: [step.partner.slug],
    state: stationState(step, current),
  }));
  const words = steps.map((step) => `${step.partner.name}: ${stepWords(step.status).label.toLowerCase()}`);
  return <MiniLine stops={stops} terminus={terminusState(status)} label={`${words.join(", ")}.`} />;
}

/** How the end of the line stands: the certificate is there when the enrollment is complete. */
export function terminusState(enrollmentStatus: string): StationState {
  return enrollmentStatus === "completed" ? "done" : "waiting";
}

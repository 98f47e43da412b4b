/** How a step stands on the line. Drawing and words follow from it; colour alone never says it. */

/** `ahead`: on a line nobody travels yet (catalogue). `over`: waived or canceled. */
export type StationState = "ahead" | "done" | "current" | "waiting" | "failed" | "over";

/** Tells how a step of an enrollment stands, given the step its student is at (`currentStep`). */
export function stationState(step: { status: string }, current: { status: string } | null): StationState {
  switch (step.status) {
    case "completed":
      return "done";
    case "skipped":
    case "canceled":
      return "over";
    case "failed":
      return "failed";
    default:
      return step === current ? "current" : "waiting";
  }
}

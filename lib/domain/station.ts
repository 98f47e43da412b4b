/** How a step stands on the line. Drawing and words follow from it; colour alone never says it. */

/**
 * `ahead`: on a line nobody travels yet (catalogue). `current`: the student is here, and it is their turn. `held`:
 * the student is here and waits for somebody else. `over`: waived or canceled.
 */
export type StationState = "ahead" | "done" | "current" | "held" | "waiting" | "failed" | "over";

/** Tells how a step of an enrollment stands, given the step its student is at (`currentStep`) and whether that one is held. */
export function stationState(
  step: { status: string },
  current: { status: string } | null,
  isHeld: boolean,
): StationState {
  switch (step.status) {
    case "completed":
      return "done";
    case "skipped":
    case "canceled":
      return "over";
    case "failed":
      return "failed";
    default:
      if (step !== current) return "waiting";
      return isHeld ? "held" : "current";
  }
}

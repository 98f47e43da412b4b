/** Whose turn is it at the step a student stands at? */
import { isOthersTurn, standingSentence, type Telling } from "#lib/domain/standing-sentence.ts";
import type { SpokenStep } from "#lib/domain/step-sentence.ts";

/**
 * True while the step waits for somebody other than its student: the partner sets up or confirms, the school
 * decides, an appointment lies ahead. `enrollmentStatus` is the state of the whole enrollment.
 */
export function isHeld(
  step: Pick<SpokenStep, "status" | "course" | "partner" | "standing" | "progress">,
  enrollmentStatus: string,
  telling: Telling,
): boolean {
  if (step.status !== "in_progress") return true;
  if (enrollmentStatus !== "active" || !step.partner.active) return true;
  const isSpecial = standingSentence(step, telling) !== null;
  return isSpecial ? isOthersTurn(step, telling) : step.progress >= 100;
}

/** What the button into a course says, by standing; null where going on is all there is. */
const ACTS: Record<string, (partner: string) => string> = {
  session_unbooked: (partner) => `Book your session at ${partner}`,
  exam_ready: (partner) => `Take the exam at ${partner}`,
  exam_failed: (partner) => `Take the exam again at ${partner}`,
  retake_ready: (partner) => `Take the exam again at ${partner}`,
  appointment_unbooked: (partner) => `Make your appointment at ${partner}`,
};

/** Names what the student does next at the partner, for the button that leads there. */
export function launchWords(step: {
  progress: number;
  lastAccessedAt: Date | null;
  partner: { name: string };
  standing: { kind: string } | null;
}): string {
  const { name } = step.partner;
  const kind = step.standing?.kind ?? "learning";
  if (Object.hasOwn(ACTS, kind)) return ACTS[kind]!(name);
  return `${step.progress > 0 || step.lastAccessedAt !== null ? "Continue" : "Start"} at ${name}`;
}

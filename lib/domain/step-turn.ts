/** Whose turn is it at the step a student stands at? */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";
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
const ACTS: Record<string, (partner: string) => Sentence> = {
  session_unbooked: (partner) => sentence("launch.bookSession", { partner }),
  exam_ready: (partner) => sentence("launch.takeExam", { partner }),
  exam_failed: (partner) => sentence("launch.takeExamAgain", { partner }),
  retake_ready: (partner) => sentence("launch.takeExamAgain", { partner }),
  appointment_unbooked: (partner) => sentence("launch.makeAppointment", { partner }),
};

/** Names what the student does next at the partner, for the button that leads there. */
export function launchWords(step: {
  progress: number;
  lastAccessedAt: Date | null;
  partner: { name: string };
  standing: { kind: string } | null;
}): Sentence {
  const partner = step.partner.name;
  const kind = step.standing?.kind ?? "learning";
  if (Object.hasOwn(ACTS, kind)) return ACTS[kind]!(partner);
  const isBegun = step.progress > 0 || step.lastAccessedAt !== null;
  return isBegun ? sentence("launch.goOn", { partner }) : sentence("launch.start", { partner });
}

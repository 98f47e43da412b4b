/** What moves a course: the acts every partner knows, and a partner's own. For the student's page and for the partner's office. */
import {
  complete,
  failExam,
  finishIfReady,
  finishLesson,
  passExam,
  passSkillsCheck,
  setProgress,
  type Ending,
  type Progressed,
} from "#sandbox/partners/course.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import { InvalidCallError } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import type { ActField, SpecialAct } from "#sandbox/partners/specials.ts";

type Input = Readonly<Record<string, unknown>>;

/** One act on one enrollment. */
export interface Move {
  enrollmentId: string;
  name: string;
  input: Input;
  by: SpecialAct["by"];
}

/** The enrollment afterwards, or why nothing happened. */
export type Moved =
  | { kind: "moved"; enrollment: Enrollment }
  | { kind: "refused"; status: 404 | 409 | 422; why: string };

/** Acts of every student; none of them is possible while something holds the course up. */
const STUDENT_ACTS: ReadonlyMap<string, (enrollment: Enrollment, ending: Ending) => Progressed> = new Map([
  ["lesson", finishLesson],
  ["exam-pass", passExam],
  ["exam-fail", failExam],
  ["skills", passSkillsCheck],
  ["finish", finishIfReady],
]);

/** Does one act and sends the news of it. The office may do what the student may, and more. */
export function moveCourse(engine: PartnerEngine, partner: PlayedPartner, move: Move): Moved {
  return engine.inTransaction(() => {
    const enrollment = engine.records.findEnrollment(partner.slug, move.enrollmentId);
    if (!enrollment) return refused(404, "There is no such enrollment.");
    try {
      const progressed = perform(engine, partner, enrollment, move);
      if (progressed === null) return refused(404, "There is nothing at this address.");
      if (!engine.record(partner, progressed)) return refused(409, "This cannot be done now.");
      return { kind: "moved", enrollment: progressed.enrollment };
    } catch (error) {
      if (error instanceof InvalidCallError) return refused(422, `${error.message} is absent or wrong.`);
      throw error;
    }
  });
}

/** An act that can be done now, with its form. */
export interface OpenAct {
  name: string;
  label: string;
  fields: readonly ActField[];
}

/** The partner's own acts that can be done to this enrollment now; the office sees those of the student too. */
export function openActs(
  engine: PartnerEngine,
  partner: PlayedPartner,
  enrollment: Enrollment,
  by: SpecialAct["by"],
): OpenAct[] {
  const office = engine.office(partner);
  return (partner.specials?.acts ?? [])
    .filter((act) => (by === "office" || act.by === "student") && act.isOpen(enrollment, office))
    .map((act) => ({ name: act.name, label: act.label, fields: act.fields?.(enrollment, office) ?? [] }));
}

/** Null when there is no such act. */
function perform(
  engine: PartnerEngine,
  partner: PlayedPartner,
  enrollment: Enrollment,
  { name, input, by }: Move,
): Progressed | null {
  const nothing = { enrollment, events: [] };
  const special = partner.specials?.acts?.find((act) => act.name === name);
  if (special) {
    if (special.by === "office" && by === "student") return null;
    const office = engine.office(partner);
    if (!special.isOpen(enrollment, office)) return nothing;
    return andFinish(special.perform(enrollment, input, office), engine.endingOf(partner));
  }
  const hold = engine.holdOf(partner, enrollment);
  const act = STUDENT_ACTS.get(name);
  if (act) return hold ? nothing : act(enrollment, engine.endingOf(partner));
  if (by === "student") return null;
  if (name === "fail-exam") return hold?.isForOffice ? nothing : failExam(enrollment);
  if (name === "progress") return setProgress(enrollment, percentOf(input["progress"]));
  if (name !== "complete") return null;
  const settled = partner.specials?.settle?.(enrollment, engine.office(partner)) ?? enrollment;
  return complete(settled, engine.endingOf(partner));
}

/** An act of the partner's own may have been the last thing to do. */
function andFinish(progressed: Progressed, ending: Ending): Progressed {
  const { enrollment, events } = finishIfReady(progressed.enrollment, ending);
  return { enrollment, events: [...progressed.events, ...events] };
}

function percentOf(value: unknown): number {
  const isPercent = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 100;
  if (!isPercent) throw new InvalidCallError("progress");
  return value;
}

function refused(status: 404 | 409 | 422, why: string): Moved {
  return { kind: "refused", status, why };
}

/** What a standing at a partner means for its student: a sentence, and whose turn it is. */
import { retakeOutlook, type RetakeRules } from "#lib/domain/retake-outlook.ts";
import { appointmentTime } from "#lib/domain/relative-time.ts";

/** What the sentence needs to know of a standing; `kind` is `partner_lms_enrollments.standing`. */
export interface SpokenStanding {
  kind: string;
  /** When the session or appointment begins. */
  at: Date | null;
  seatMinutes: { done: number; required: number } | null;
  vouchers: { taken: number; reserved: boolean; granted?: number };
}

/** To whom, when, and by which rules something is told. */
export interface Telling {
  now: Date;
  /** Of the person who reads. */
  timeZone: string;
  /** By partner. */
  rules: Readonly<Record<string, RetakeRules>>;
}

/** A step that a partner has taken on. */
export interface StandingStep {
  course: { kind: string };
  partner: { slug: string; name: string };
  /** Null before the partner said anything. */
  standing: SpokenStanding | null;
}

type Teller = (partner: string, standing: SpokenStanding, telling: Telling) => string;

const SCHOOL_WRITES = "Your school has been told and will write to you";

const SENTENCES: Record<string, Teller> = {
  seat_time_open: (partner, { seatMinutes }) =>
    seatMinutes
      ? `All lessons are done. ${partner} asks for ${figure(seatMinutes.required)} minutes in the course; you have ${figure(seatMinutes.done)}.`
      : `All lessons are done. ${partner} asks for more time in the course before it counts.`,
  session_unbooked: (partner) => `The online part is done. Book your skills session at ${partner} to finish.`,
  session_booked: (partner, standing, telling) =>
    bookedSentence(
      `Your skills session at ${partner}`,
      "booked",
      `${partner} to confirm that you passed`,
      standing,
      telling,
    ),
  exam_ready: (partner) => `Your exam at ${partner} is ready. Take it when you feel prepared.`,
  retake_ready: (partner) => `You can take the exam at ${partner} again: everything for it is in place.`,
  deadline_passed: () => `The time for this course is over. ${SCHOOL_WRITES} with what comes next.`,
  appointment_unbooked: (partner) => `Make your appointment with ${partner}: choose a place and a time.`,
  appointment_booked: (partner, standing, telling) =>
    bookedSentence(
      `Your appointment with ${partner}`,
      "made",
      `${partner} to confirm that the requirement is met`,
      standing,
      telling,
    ),
};

/** Says what a step's standing means for its student; null where nothing special is the case. */
export function standingSentence(step: StandingStep, telling: Telling): string | null {
  const { standing, partner } = step;
  if (!standing) return null;
  if (standing.kind === "exam_failed") return failedExamSentence(step, standing, telling);
  if (standing.kind === "voucher_expired") return expiredVoucherSentence(step, standing, telling);
  return Object.hasOwn(SENTENCES, standing.kind)
    ? SENTENCES[standing.kind]!(partner.name, standing, telling)
    : null;
}

const WAITS = new Set(["session_booked", "voucher_expired", "deadline_passed", "appointment_booked"]);

/** True when a course in progress waits for somebody other than its student: an appointment, a voucher, the school. */
export function isOthersTurn(step: StandingStep, telling: Telling): boolean {
  const { standing } = step;
  if (standing?.kind === "exam_failed") return outlookOf(step, standing, telling) !== "at_once";
  return standing !== null && WAITS.has(standing.kind);
}

function failedExamSentence(step: StandingStep, standing: SpokenStanding, telling: Telling): string {
  const failed = "You did not pass the exam this time";
  switch (outlookOf(step, standing, telling)) {
    case "at_once":
      return `${failed}. You can take it again whenever you feel ready.`;
    case "arranged":
      return `${failed}. A new voucher is being arranged, usually within a minute.`;
    case "used_up":
      return `${failed}, and the retakes that are included are used up. ${SCHOOL_WRITES} about another try.`;
  }
}

function expiredVoucherSentence(step: StandingStep, standing: SpokenStanding, telling: Telling): string {
  const expired = "Your exam voucher ran out before you took the exam.";
  return outlookOf(step, standing, telling) === "arranged"
    ? `${expired} A new one is being arranged, usually within a minute.`
    : `${expired} ${SCHOOL_WRITES} about a new one.`;
}

function outlookOf(step: StandingStep, standing: SpokenStanding, telling: Telling) {
  const { slug } = step.partner;
  const rules = Object.hasOwn(telling.rules, slug) ? telling.rules[slug] : undefined;
  return retakeOutlook(step.course.kind, standing.vouchers, rules);
}

/** `waitingFor` is said once the moment has passed. */
function bookedSentence(
  what: string,
  done: string,
  waitingFor: string,
  { at }: SpokenStanding,
  { now, timeZone }: Telling,
): string {
  if (!at) return `${what} is ${done}.`;
  if (at <= now) return `${what} was on ${appointmentTime(at, timeZone)}. We are waiting for ${waitingFor}.`;
  return `${what} is on ${appointmentTime(at, timeZone)}.`;
}

function figure(minutes: number): string {
  return minutes.toLocaleString("en-US");
}

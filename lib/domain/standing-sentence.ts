/** What a standing at a partner means for its student: a sentence, and whose turn it is. */
import { retakeOutlook, type RetakeRules } from "#lib/domain/retake-outlook.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

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

type Teller = (partner: string, standing: SpokenStanding, telling: Telling) => Sentence;

const SENTENCES: Record<string, Teller> = {
  seat_time_open: (partner, { seatMinutes }) =>
    seatMinutes
      ? sentence("atPartner.seatTime", { partner, required: seatMinutes.required, done: seatMinutes.done })
      : sentence("atPartner.moreTime", { partner }),
  session_unbooked: (partner) => sentence("atPartner.sessionUnbooked", { partner }),
  session_booked: (partner, { at }, { now }) => {
    if (!at) return sentence("atPartner.sessionBooked", { partner });
    const when = { partner, moment: { moment: at, appointment: true } };
    return at <= now ? sentence("atPartner.sessionWas", when) : sentence("atPartner.sessionIs", when);
  },
  exam_ready: (partner) => sentence("atPartner.examReady", { partner }),
  retake_ready: (partner) => sentence("atPartner.retakeReady", { partner }),
  deadline_passed: () => sentence("atPartner.deadlinePassed"),
  appointment_unbooked: (partner) => sentence("atPartner.appointmentUnbooked", { partner }),
  appointment_booked: (partner, { at }, { now }) => {
    if (!at) return sentence("atPartner.appointmentBooked", { partner });
    const when = { partner, moment: { moment: at, appointment: true } };
    return at <= now ? sentence("atPartner.appointmentWas", when) : sentence("atPartner.appointmentIs", when);
  },
};

/** Says what a step's standing means for its student; null where nothing special is the case. */
export function standingSentence(step: StandingStep, telling: Telling): Sentence | null {
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

function failedExamSentence(step: StandingStep, standing: SpokenStanding, telling: Telling): Sentence {
  switch (outlookOf(step, standing, telling)) {
    case "at_once":
      return sentence("atPartner.failedTryAgain");
    case "arranged":
      return sentence("atPartner.failedVoucherComes");
    case "used_up":
      return sentence("atPartner.failedUsedUp");
  }
}

function expiredVoucherSentence(step: StandingStep, standing: SpokenStanding, telling: Telling): Sentence {
  return outlookOf(step, standing, telling) === "arranged"
    ? sentence("atPartner.voucherExpiredNewComes")
    : sentence("atPartner.voucherExpired");
}

function outlookOf(step: StandingStep, standing: SpokenStanding, telling: Telling) {
  const { slug } = step.partner;
  const rules = Object.hasOwn(telling.rules, slug) ? telling.rules[slug] : undefined;
  return retakeOutlook(step.course.kind, standing.vouchers, rules);
}

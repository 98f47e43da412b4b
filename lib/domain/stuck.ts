/** Is a student stuck, so that a friendly word helps? */

/** A student in a course at a partner, as far as the question goes. */
export interface Learner {
  partner: string;
  /** `partner_lms_enrollments.standing`. */
  standing: string;
  progress: number;
  /** Since when nothing moved that the student could have moved. */
  idleSince: Date;
}

/** A student hears of it once a week at most, whatever number of courses wait. */
export const NUDGE_EVERY_DAYS = 7;

/** Standings in which others act first: an appointment lies ahead, a voucher is arranged, the school decides. */
export const OTHERS_ACT: readonly string[] = [
  "session_booked",
  "voucher_expired",
  "deadline_passed",
  "appointment_booked",
  "exam_failed",
];

/** Says whether the student is the one who could go on: 100 percent waits for the partner's word. */
export function isStudentsTurn({ standing, progress }: Pick<Learner, "standing" | "progress">): boolean {
  return !OTHERS_ACT.includes(standing) && (progress < 100 || standing !== "learning");
}

/** Says whether a learner counts as stuck by the partner's own limit in hours; a partner without one has none. */
export function isStuck(learner: Learner, limits: Readonly<Record<string, number>>, now: Date): boolean {
  const hours = Object.hasOwn(limits, learner.partner) ? limits[learner.partner] : undefined;
  if (hours === undefined || !isStudentsTurn(learner)) return false;
  return now.getTime() - learner.idleSince.getTime() >= hours * 3_600_000;
}

/** Whole days without progress, for the words of the mail. */
export function idleDays(idleSince: Date, now: Date): number {
  return Math.max(1, Math.floor((now.getTime() - idleSince.getTime()) / 86_400_000));
}

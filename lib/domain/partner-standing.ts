/** Where a student stands at a partner besides progress. Ordinary states, each with a sentence for the student. */

/** `partner_lms_enrollments.standing`. */
export const STANDINGS = [
  /** Nothing special. */
  "learning",
  /** All lessons are done, the minimum time is not. */
  "seat_time_open",
  /** The online part is done; the student has to book a session (HSI skills check). */
  "session_unbooked",
  "session_booked",
  /** The exam can be taken. */
  "exam_ready",
  /** The last exam was failed; another try needs a new voucher. */
  "exam_failed",
  /** A new voucher is in place after a failed exam or an expired voucher. */
  "retake_ready",
  /** The voucher ran out before the exam was taken. */
  "voucher_expired",
  /** The time for the course is over. */
  "deadline_passed",
  /** An ordered service waits for the student to make an appointment. */
  "appointment_unbooked",
  "appointment_booked",
] as const;

export type StandingKind = (typeof STANDINGS)[number];

/** What a partner says of one enrollment at one moment. Times are ISO 8601 with offset. */
export interface PartnerStanding {
  kind: StandingKind;
  /** When the session or appointment begins. */
  at: string | null;
  /** Where it is: partner text, unchecked. */
  place: string | null;
  /** When the course or its voucher ends. */
  dueAt: string | null;
  /** Exams taken so far. */
  examAttempts: number;
  /** Time in the course against the minimum it asks for; null where there is none. */
  seatMinutes: { done: number; required: number } | null;
  /** The group at the partner the student learns in. */
  groupCode: string | null;
  /** For an ordered service: the day its requirement was met, `YYYY-MM-DD`. Never a result. */
  requirementMetOn: string | null;
}

/** A standing in which nothing special is the case; the fields given say otherwise. */
export function partnerStanding(fields: Partial<PartnerStanding> = {}): PartnerStanding {
  return {
    kind: "learning",
    at: null,
    place: null,
    dueAt: null,
    examAttempts: 0,
    seatMinutes: null,
    groupCode: null,
    requirementMetOn: null,
    ...fields,
  };
}

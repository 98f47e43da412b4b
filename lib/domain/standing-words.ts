/** Standings at a partner in two or three words, for lists and labels. */
import type { Tone } from "#lib/domain/order-status.ts";
import type { StandingKind } from "#lib/domain/partner-standing.ts";

type Special = Exclude<StandingKind, "learning">;

const WORDS: Record<Special, { label: string; tone: Tone }> = {
  seat_time_open: { label: "Minimum time open", tone: "waiting" },
  session_unbooked: { label: "Session to be booked", tone: "waiting" },
  session_booked: { label: "Session booked", tone: "quiet" },
  exam_ready: { label: "Exam ready", tone: "waiting" },
  exam_failed: { label: "Exam not passed", tone: "bad" },
  retake_ready: { label: "Exam ready again", tone: "waiting" },
  voucher_expired: { label: "Voucher ran out", tone: "bad" },
  deadline_passed: { label: "Time is over", tone: "bad" },
  appointment_unbooked: { label: "Appointment to be made", tone: "waiting" },
  appointment_booked: { label: "Appointment made", tone: "quiet" },
};

/** Finds label and tone of a standing; null where nothing special is the case, or for one this version does not know. */
export function standingWords(kind: string): { label: string; tone: Tone } | null {
  return Object.hasOwn(WORDS, kind) ? WORDS[kind as Special] : null;
}

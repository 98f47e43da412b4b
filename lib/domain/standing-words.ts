/** Standings at a partner in two or three words, for lists and labels. */
import type { Tone } from "#lib/domain/order-status.ts";
import type { StandingKind } from "#lib/domain/partner-standing.ts";
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

type Special = Exclude<StandingKind, "learning">;

const WORDS: Record<Special, { label: Sentence; tone: Tone }> = {
  seat_time_open: { label: sentence("standing.seatTimeOpen"), tone: "waiting" },
  session_unbooked: { label: sentence("standing.sessionUnbooked"), tone: "waiting" },
  session_booked: { label: sentence("standing.sessionBooked"), tone: "quiet" },
  exam_ready: { label: sentence("standing.examReady"), tone: "waiting" },
  exam_failed: { label: sentence("standing.examFailed"), tone: "bad" },
  retake_ready: { label: sentence("standing.retakeReady"), tone: "waiting" },
  voucher_expired: { label: sentence("standing.voucherExpired"), tone: "bad" },
  deadline_passed: { label: sentence("standing.deadlinePassed"), tone: "bad" },
  appointment_unbooked: { label: sentence("standing.appointmentUnbooked"), tone: "waiting" },
  appointment_booked: { label: sentence("standing.appointmentBooked"), tone: "quiet" },
};

/** Finds label and tone of a standing; null where nothing special is the case, or for one this version does not know. */
export function standingWords(kind: string): { label: Sentence; tone: Tone } | null {
  return Object.hasOwn(WORDS, kind) ? WORDS[kind as Special] : null;
}

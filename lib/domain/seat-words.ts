/** How a seat stands, as its student is told. */
import type { Tone } from "#lib/domain/order-status.ts";

interface Seat {
  /** `order_seats.status`. */
  status: string;
  cancelReason: string | null;
}

export interface SeatWords {
  label: "held" | "booked" | "lost" | "canceled";
  tone: Tone;
  /** True for a seat somebody will sit on, or may once it is paid. */
  counts: boolean;
}

/** Says how a seat stands. One at a canceled date counts no more, whatever it was before. */
export function seatWords({ status, cancelReason }: Seat): SeatWords {
  if (status === "lost") return { label: "lost", tone: "bad", counts: false };
  if (cancelReason !== null) return { label: "canceled", tone: "bad", counts: false };
  if (status === "booked") return { label: "booked", tone: "good", counts: true };
  return { label: "held", tone: "waiting", counts: true };
}

/** True when the student has paid and needs another date. */
export function needsAnotherDate(seat: Seat): boolean {
  return seat.status === "lost" || (seat.status === "booked" && seat.cancelReason !== null);
}

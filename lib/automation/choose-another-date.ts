import { asItself, type Database } from "#lib/db/client.ts";
import { rebookSeat, type SeatRefusal } from "#lib/db/course-sessions.ts";
import type { Claims } from "#lib/domain/claims.ts";

/** Moves the person's lost or canceled seat to another date of the same course. Pressing twice says that it is done already. */
export function chooseAnotherDate(
  db: Database,
  claims: Claims,
  seatId: string,
  sessionId: string,
): Promise<SeatRefusal | "booked"> {
  return asItself(db, (tx) => rebookSeat(tx, claims.sub, seatId, sessionId));
}

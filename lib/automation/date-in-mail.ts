import type { SeatFacts } from "#lib/db/course-sessions.ts";

/** A date as templates take it. */
export interface DateInMail {
  courseName: string;
  /** ISO 8601. */
  startsAt: string;
  endsAt: string;
  timeZone: string;
  place?: string;
}

/** Makes of a seat what a mail says of its date; an online date has no place. */
export function dateInMail(seat: SeatFacts): DateInMail {
  return {
    courseName: seat.courseName,
    startsAt: seat.startsAt.toISOString(),
    endsAt: seat.endsAt.toISOString(),
    timeZone: seat.timeZone,
    ...(seat.place ? { place: seat.place } : {}),
  };
}

/** Dates as calendar files: one of them, or all the person has a seat at. */
import type { Database } from "#lib/db/client.ts";
import { asUser, asVisitor } from "#lib/db/client.ts";
import { findSession, type CourseSession } from "#lib/db/reads/course-sessions.ts";
import { findMyDate, readMyDates } from "#lib/db/reads/my-dates.ts";
import type { MyDate } from "#lib/domain/my-date.ts";
import { calendarFile, type CalendarEvent } from "#lib/domain/calendar-file.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { webAddress } from "#lib/domain/web-address.ts";

interface CalendarDeps {
  db: Database;
  schoolName: string;
}

/** Writes the file of one date; with where it takes place online for whoever booked it. Null for a date the person may not know of. */
export async function calendarOfSession(
  deps: CalendarDeps,
  claims: Claims | null,
  sessionId: string,
): Promise<string | null> {
  const mine = claims && (await asUser(deps.db, claims, (tx) => findMyDate(tx, sessionId)));
  if (mine) return calendarFile([eventOfMine(deps, mine)], new Date());
  const session = claims
    ? await asUser(deps.db, claims, (tx) => findSession(tx, sessionId))
    : await asVisitor(deps.db, (tx) => findSession(tx, sessionId));
  return session && calendarFile([eventOf(deps, session)], new Date());
}

/** Writes the file of all dates the person has a seat at; canceled ones say so, lost ones are left out. */
export async function calendarOfMine(deps: CalendarDeps, claims: Claims): Promise<string> {
  const mine = await asUser(deps.db, claims, readMyDates);
  const seats = mine.filter(({ status }) => status !== "lost");
  return calendarFile(
    seats.map((date) => eventOfMine(deps, date)),
    new Date(),
  );
}

function eventOfMine(deps: CalendarDeps, date: MyDate): CalendarEvent {
  const canceled = date.cancelReason !== null;
  const event = eventOf(deps, { ...date, id: date.sessionId, canceled });
  return { ...event, description: `${date.programTitle} · ${deps.schoolName}`, url: webAddress(date.link) };
}

function eventOf(
  { schoolName }: CalendarDeps,
  session: Pick<
    CourseSession,
    "id" | "courseName" | "startsAt" | "endsAt" | "place" | "canceled" | "sequence" | "changedAt"
  >,
): CalendarEvent {
  return {
    // Wherever this installation moves to, a date keeps its name.
    uid: `${session.id}@sessions.baton`,
    sequence: session.sequence,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    changedAt: session.changedAt,
    title: session.courseName,
    description: schoolName,
    place: session.place,
    url: null,
    canceled: session.canceled,
  };
}

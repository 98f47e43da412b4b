/** What an admin does to the dates of a course: enter, change, cancel. Who booked one hears of it. */
import { asUser, type Database, type Tx } from "#lib/db/client.ts";
import { addSession, cancelSession, editSession, needDate } from "#lib/db/course-sessions.ts";
import { storeAct } from "#lib/automation/store-act.ts";
import type { Claims } from "#lib/domain/claims.ts";
import type { SessionDraft } from "#lib/domain/session-draft.ts";

/** Why nothing was written; the message is for the admin. */
export class SessionRefusedError extends Error {
  override readonly name = "SessionRefusedError";
  readonly code: SessionRefusal;

  constructor(code: SessionRefusal, cause?: unknown) {
    super(REFUSALS[code], { cause });
    this.code = code;
  }
}

const REFUSALS = {
  not_found: "There is no such date, or it was canceled before.",
  too_small: "More seats are taken than that. Choose a larger number.",
  not_allowed: "Only an admin may do this.",
  does_not_fit: "Something does not fit together. Please look at the fields again.",
} as const;

type SessionRefusal = keyof typeof REFUSALS;

/** Adds a date, or changes the one with `sessionId` and lets everybody who booked it be told; returns its id. Throws SessionRefusedError. */
export async function keepSession(
  db: Database,
  claims: Claims,
  at: { courseId: string; sessionId: string | null },
  draft: SessionDraft,
): Promise<string> {
  const { sessionId } = at;
  if (!sessionId) return write(db, claims, (tx) => addSession(tx, at.courseId, draft));
  const sequence = await write(db, claims, (tx) => editSession(tx, sessionId, draft));
  await tell(db, claims, sessionId, sequence);
  return sessionId;
}

/** Cancels a date and lets everybody who booked it be told why. Throws SessionRefusedError. */
export async function callOffSession(
  db: Database,
  claims: Claims,
  sessionId: string,
  reason: string,
): Promise<void> {
  await tell(db, claims, sessionId, await write(db, claims, (tx) => cancelSession(tx, sessionId, reason)));
}

/** Says whether a course can be bought with a date only. Throws SessionRefusedError. */
export function requireDates(
  db: Database,
  claims: Claims,
  courseId: string,
  required: boolean,
): Promise<void> {
  return write(db, claims, (tx) => needDate(tx, courseId, required));
}

/** Wakes the worker; the row in the inbox says who changed what. What gets lost here the sweeper finds. */
async function tell(db: Database, claims: Claims, sessionId: string, sequence: number | null): Promise<void> {
  if (sequence === null) throw new SessionRefusedError("not_found");
  await storeAct(
    { db },
    {
      eventId: `session:${sessionId}:${sequence}`,
      eventType: "session.changed",
      body: { sessionId, sequence, actor: `user:${claims.sub}` },
    },
  );
}

async function write<T>(db: Database, claims: Claims, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await asUser(db, claims, work);
  } catch (error) {
    throw explained(error);
  }
}

/** SQLSTATE → refusal: 42501 insufficient privilege, 23503 no such course, 23514 a check. */
function explained(error: unknown): unknown {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  if (code === "42501") return new SessionRefusedError("not_allowed", error);
  if (code === "23503") return new SessionRefusedError("not_found", error);
  if (code !== "23514") return error;
  const isTooSmall = constraint === "partner_course_sessions_seats_stay_within_capacity";
  return new SessionRefusedError(isTooSmall ? "too_small" : "does_not_fit", error);
}

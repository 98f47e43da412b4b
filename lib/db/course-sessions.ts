/** Dates of courses and the seats that orders take, as they are written. The seat functions of the database decide. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { SessionDraft } from "#lib/domain/session-draft.ts";

/** What hold_seats says besides `held`. */
export type SeatRefusal =
  | "unknown_session"
  | "choose_a_session"
  | "session_over"
  | "session_booked_already"
  | "session_full";

/** Gives an unpaid order a seat at each of these dates and no others. The caller rolls back what is refused. */
export async function holdSeats(
  tx: Tx,
  orderId: string,
  sessionIds: readonly string[],
): Promise<SeatRefusal | "held"> {
  const { rows } = await sql<{ answer: SeatRefusal | "held" }>`
    select public.hold_seats(${orderId}, ${sessionIds}::uuid[]) as answer`.execute(tx);
  return rows[0]!.answer;
}

/** Does this order hold a seat at exactly these dates? */
export async function holdsExactly(tx: Tx, orderId: string, sessionIds: readonly string[]): Promise<boolean> {
  const held = await tx
    .selectFrom("order_seats")
    .select("session_id")
    .where("order_id", "=", orderId)
    .where("status", "=", "held")
    .execute();
  const asked = new Set(sessionIds);
  return held.length === asked.size && held.every((seat) => asked.has(seat.session_id));
}

/** Moves a student's lost seat, or one at a canceled date, to another date of the same course. */
export async function rebookSeat(
  tx: Tx,
  studentId: string,
  seatId: string,
  sessionId: string,
): Promise<SeatRefusal | "booked"> {
  const { rows } = await sql<{ answer: SeatRefusal | "booked" }>`
    select public.rebook_seat(${studentId}, ${seatId}, ${sessionId}) as answer`.execute(tx);
  return rows[0]!.answer;
}

/** A seat and its date as a mail tells it. */
export interface SeatFacts {
  seatId: string;
  courseId: string;
  courseName: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  place: string;
  /** Null for a date that was not canceled. */
  cancelReason: string | null;
}

/** Lists the seats of an order in this state, by date. */
export async function findSeatsOf(tx: Tx, orderId: string, status: "booked" | "lost"): Promise<SeatFacts[]> {
  return tx
    .selectFrom("order_seats as s")
    .innerJoin("partner_course_sessions as d", "d.id", "s.session_id")
    .innerJoin("partner_courses as c", "c.id", "s.course_id")
    .select([
      "s.id as seatId",
      "s.course_id as courseId",
      "c.course_name as courseName",
      "d.starts_at as startsAt",
      "d.ends_at as endsAt",
      "d.time_zone as timeZone",
      "d.place",
      "d.cancel_reason as cancelReason",
    ])
    .where("s.order_id", "=", orderId)
    .where("s.status", "=", status)
    .orderBy("d.starts_at")
    .execute();
}

/** Somebody whose date changed since they were told of it. */
export interface UntoldSeat extends SeatFacts {
  orderId: string;
  programId: string | null;
  sequence: number;
  student: { studentId: string; email: string; name: string };
}

/** Locks booked seats whose date changed since their student was told, at most `limit`, those of others' work left out. */
export async function lockUntoldSeats(tx: Tx, limit: number): Promise<UntoldSeat[]> {
  const rows = await tx
    .selectFrom("order_seats as s")
    .innerJoin("partner_course_sessions as d", "d.id", "s.session_id")
    .innerJoin("partner_courses as c", "c.id", "s.course_id")
    .innerJoin("orders as o", "o.id", "s.order_id")
    .innerJoin("profiles as f", "f.id", "s.student_id")
    .select([
      "s.id as seatId",
      "s.order_id as orderId",
      "o.program_id as programId",
      "s.course_id as courseId",
      "d.sequence",
      "c.course_name as courseName",
      "d.starts_at as startsAt",
      "d.ends_at as endsAt",
      "d.time_zone as timeZone",
      "d.place",
      "d.cancel_reason as cancelReason",
      "f.id as studentId",
      "f.email",
      "f.full_name as name",
    ])
    .where("s.status", "=", "booked")
    .whereRef("s.told_sequence", "<", "d.sequence")
    .orderBy("s.id")
    .limit(limit)
    .forUpdate("s")
    .skipLocked()
    .execute();
  return rows.map(({ studentId, email, name, ...seat }) => ({
    ...seat,
    student: { studentId, email, name },
  }));
}

/** Notes up to which change of the date a student was told. */
export async function noteTold(tx: Tx, seatId: string, sequence: number): Promise<void> {
  await tx
    .updateTable("order_seats")
    .set({ told_sequence: sequence, updated_at: sql`now()` })
    .where("id", "=", seatId)
    .execute();
}

/** Orders that hold seats though their checkout is over for a while; `sessionId` is Stripe's, null where it was never asked. */
export async function findOverdueHolds(
  tx: Tx,
  graceMinutes: number,
  limit: number,
): Promise<{ orderId: string; checkoutId: string | null }[]> {
  return tx
    .selectFrom("orders as o")
    .select(["o.id as orderId", "o.stripe_checkout_session_id as checkoutId"])
    .where("o.status", "=", "awaiting_payment")
    .where("o.checkout_expires_at", "<", sql<Date>`now() - make_interval(mins => ${graceMinutes})`)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("order_seats as s")
          .select("s.id")
          .whereRef("s.order_id", "=", "o.id")
          .where("s.status", "=", "held"),
      ),
    )
    .orderBy("o.checkout_expires_at")
    .limit(limit)
    .execute();
}

/** Adds a date as the admin of this transaction; returns its id. */
export async function addSession(tx: Tx, courseId: string, draft: SessionDraft): Promise<string> {
  const { id } = await tx
    .insertInto("partner_course_sessions")
    .values({ course_id: courseId, ...columnsOf(draft) })
    .returning("id")
    .executeTakeFirstOrThrow();
  await saveLink(tx, id, draft.link);
  return id;
}

/** Changes a date that is not canceled; returns how often it changed so far, or null when there is none. */
export async function editSession(tx: Tx, sessionId: string, draft: SessionDraft): Promise<number | null> {
  const edited = await tx
    .updateTable("partner_course_sessions")
    .set(columnsOf(draft))
    .where("id", "=", sessionId)
    .where("canceled_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (!edited) return null;
  await saveLink(tx, sessionId, draft.link);
  return sequenceOf(tx, sessionId);
}

/** Cancels a date; returns how often it changed so far, or null when there is none that can be canceled. */
export async function cancelSession(tx: Tx, sessionId: string, reason: string): Promise<number | null> {
  const canceled = await tx
    .updateTable("partner_course_sessions")
    .set({ active: false, canceled_at: sql`now()`, cancel_reason: reason })
    .where("id", "=", sessionId)
    .where("canceled_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  return canceled ? sequenceOf(tx, sessionId) : null;
}

/** The triggers of the database count; what an update returns is from before them all. */
async function sequenceOf(tx: Tx, sessionId: string): Promise<number> {
  const { sequence } = await tx
    .selectFrom("partner_course_sessions")
    .select("sequence")
    .where("id", "=", sessionId)
    .executeTakeFirstOrThrow();
  return sequence;
}

/** Says whether a course is taught at set times only. */
export async function needDate(tx: Tx, courseId: string, needed: boolean): Promise<void> {
  if (needed)
    await tx
      .insertInto("course_schedules")
      .values({ course_id: courseId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  else await tx.deleteFrom("course_schedules").where("course_id", "=", courseId).execute();
}

function columnsOf(draft: SessionDraft) {
  return {
    starts_at: draft.startsAt,
    ends_at: draft.endsAt,
    time_zone: draft.timeZone,
    capacity: draft.capacity,
    place: draft.place,
    active: draft.active,
  };
}

/** Writes only what differs: a link that is written counts as a change people hear of. */
async function saveLink(tx: Tx, sessionId: string, link: string | null): Promise<void> {
  if (link === null) {
    await tx.deleteFrom("course_session_links").where("session_id", "=", sessionId).execute();
    return;
  }
  await tx
    .insertInto("course_session_links")
    .values({ session_id: sessionId, link })
    .onConflict((conflict) =>
      conflict
        .column("session_id")
        .doUpdateSet({ link })
        .where(sql<boolean>`course_session_links.link <> excluded.link`),
    )
    .execute();
}

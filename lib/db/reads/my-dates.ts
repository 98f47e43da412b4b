/** The seats of a student and their dates, as the student sees them. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { MyDate } from "#lib/domain/my-date.ts";

/** Lists the person's seats that count or were lost, by date: those over for less than a day, and all to come. One query. */
export function readMyDates(tx: Tx): Promise<MyDate[]> {
  return selectMine(tx)
    .where((eb) =>
      eb.or([eb("s.status", "=", "lost"), eb("d.ends_at", ">", sql<Date>`now() - interval '1 day'`)]),
    )
    .execute();
}

/** Lists the seats of one order of the person, by date. One query. */
export function readDatesOfOrder(tx: Tx, orderId: string): Promise<MyDate[]> {
  return selectMine(tx).where("s.order_id", "=", orderId).execute();
}

/** Reads the person's living seat at a date; null when they have none. */
export async function findMyDate(tx: Tx, sessionId: string): Promise<MyDate | null> {
  const row = await selectMine(tx)
    .where("s.session_id", "=", sessionId)
    .where("s.status", "in", ["held", "booked"])
    .executeTakeFirst();
  return row ?? null;
}

function selectMine(tx: Tx) {
  return tx
    .selectFrom("order_seats as s")
    .innerJoin("orders as o", "o.id", "s.order_id")
    .innerJoin("partner_course_sessions as d", "d.id", "s.session_id")
    .innerJoin("partner_courses as c", "c.id", "s.course_id")
    .leftJoin("course_session_links as l", "l.session_id", "d.id")
    .select([
      "s.id as seatId",
      "s.order_id as orderId",
      "d.id as sessionId",
      "s.course_id as courseId",
      "c.course_name as courseName",
      "o.description as programTitle",
      "s.status",
      "d.starts_at as startsAt",
      "d.ends_at as endsAt",
      "d.time_zone as timeZone",
      "d.place",
      sql<string | null>`case when s.status = 'booked' then l.link end`.as("link"),
      "d.cancel_reason as cancelReason",
      "d.sequence",
      "d.updated_at as changedAt",
    ])
    .where("s.student_id", "=", sql<string>`(select auth.uid())`)
    .where("s.status", "<>", "released")
    .orderBy("d.starts_at")
    .orderBy("s.id");
}

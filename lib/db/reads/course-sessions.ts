/** Dates on offer, as anybody sees them. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

export interface CourseSession {
  id: string;
  courseId: string;
  courseName: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  /** Empty for an online date. */
  place: string;
  seatsLeft: number;
  canceled: boolean;
  sequence: number;
  changedAt: Date;
}

/** The dates of one option of a program. */
export interface OptionSessions {
  /** True when the course cannot be bought without one. */
  required: boolean;
  /** Those to come, the next one first; full ones stand among them. */
  sessions: CourseSession[];
}

/** A course has a hundred dates at most on a page. */
const MAX_SESSIONS = 100;

/** Reads the dates to come of every option of a program, by option id; an option that needs and has none is left out. Two queries. */
export async function readOptionSessions(tx: Tx, programId: string): Promise<Map<string, OptionSessions>> {
  const options = await tx
    .selectFrom("program_partner_lms as o")
    .leftJoin("course_schedules as n", "n.course_id", "o.course_id")
    .select(["o.id", "o.course_id", sql<boolean>`n.course_id is not null`.as("required")])
    .where("o.program_id", "=", programId)
    .execute();
  const sessions = await readUpcoming(
    tx,
    options.map((option) => option.course_id),
  );
  const found = options.map(
    ({ id, course_id, required }) => [id, { required, sessions: sessions.get(course_id) ?? [] }] as const,
  );
  return new Map(found.filter(([, dates]) => dates.required || dates.sessions.length > 0));
}

/** Reads the dates to come of these courses by course id, the next one first. One query. */
export async function readUpcoming(
  tx: Tx,
  courseIds: readonly string[],
): Promise<Map<string, CourseSession[]>> {
  if (courseIds.length === 0) return new Map();
  const rows = await selectSessions(tx)
    .where("d.course_id", "in", [...new Set(courseIds)])
    .where("d.active", "=", true)
    .where("d.starts_at", ">", sql<Date>`now()`)
    .orderBy("d.starts_at")
    .orderBy("d.id")
    .execute();
  const groups = Map.groupBy(rows, (row) => row.courseId);
  return new Map([...groups].map(([id, group]) => [id, group.slice(0, MAX_SESSIONS)]));
}

/** Reads one date that whoever looks may know of: on offer, or one they have a seat at. Null otherwise. */
export async function findSession(tx: Tx, sessionId: string): Promise<CourseSession | null> {
  const row = await selectSessions(tx).where("d.id", "=", sessionId).executeTakeFirst();
  return row ?? null;
}

function selectSessions(tx: Tx) {
  return tx
    .selectFrom("partner_course_sessions as d")
    .innerJoin("partner_courses as c", "c.id", "d.course_id")
    .select([
      "d.id",
      "d.course_id as courseId",
      "c.course_name as courseName",
      "d.starts_at as startsAt",
      "d.ends_at as endsAt",
      "d.time_zone as timeZone",
      "d.place",
      sql<number>`d.capacity - d.seats_taken`.as("seatsLeft"),
      sql<boolean>`d.canceled_at is not null`.as("canceled"),
      "d.sequence",
      "d.updated_at as changedAt",
    ]);
}

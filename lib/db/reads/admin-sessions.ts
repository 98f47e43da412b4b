/** Dates of courses as whoever runs the school sees them. Admins only see all rows. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { containing } from "#lib/db/reads/named-like.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";

export interface DatedCourse {
  id: string;
  name: string;
  partner: { slug: string; name: string };
  /** Dates to come that are on offer. */
  upcoming: number;
  required: boolean;
}

export interface AdminSession {
  id: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  place: string;
  link: string | null;
  capacity: number;
  seatsTaken: number;
  active: boolean;
  cancelReason: string | null;
}

export interface SeatHolder {
  seatId: string;
  status: string;
  name: string;
  email: string;
}

/** Lists courses, those with dates to come first; `search` is part of the name of course or partner. One query. */
export async function listDatedCourses(tx: Tx, search: string, page: number): Promise<PageOf<DatedCourse>> {
  const { limit, offset } = windowOf(page);
  const pattern = containing(search);
  const { rows } = await sql<Omit<DatedCourse, "partner"> & { slug: string; partner: string }>`
    select c.id, c.course_name as name, p.provider_type as slug, p.provider_name as partner,
      (select count(*)::int from public.partner_course_sessions d
        where d.course_id = c.id and d.active and d.starts_at > now()) as upcoming,
      exists (select from public.course_schedules n where n.course_id = c.id) as required
    from public.partner_courses c join public.partner_lms_providers p on p.id = c.provider_id
    where c.active and concat_ws(' ', c.course_name, p.provider_name) ilike ${pattern}
    order by upcoming desc, required desc, p.provider_name, c.course_name, c.id
    limit ${limit} offset ${offset}`.execute(tx);
  return pageOf(
    rows.map(({ slug, partner, ...row }) => ({ ...row, partner: { slug, name: partner } })),
    page,
  );
}

/** Reads a course for its dates; null for an unknown one. */
export async function findDatedCourse(tx: Tx, courseId: string): Promise<DatedCourse | null> {
  const { rows } = await sql<Omit<DatedCourse, "partner"> & { slug: string; partner: string }>`
    select c.id, c.course_name as name, p.provider_type as slug, p.provider_name as partner, 0 as upcoming,
      exists (select from public.course_schedules n where n.course_id = c.id) as required
    from public.partner_courses c join public.partner_lms_providers p on p.id = c.provider_id
    where c.id = ${courseId}`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  const { slug, partner, ...course } = row;
  return { ...course, partner: { slug, name: partner } };
}

/** Lists the dates of a course, those to come first, then the past, the latest first. One query. */
export async function listSessions(tx: Tx, courseId: string, page: number): Promise<PageOf<AdminSession>> {
  const { limit, offset } = windowOf(page);
  const rows = await selectSessions(tx)
    .where("d.course_id", "=", courseId)
    .orderBy(sql`d.starts_at > now()`, "desc")
    .orderBy(sql`case when d.starts_at > now() then d.starts_at end`)
    .orderBy("d.starts_at", "desc")
    .orderBy("d.id")
    .limit(limit)
    .offset(offset)
    .execute();
  return pageOf(rows, page);
}

/** Reads one date of a course; null when it is none of its dates. */
export async function findAdminSession(
  tx: Tx,
  courseId: string,
  sessionId: string,
): Promise<AdminSession | null> {
  const row = await selectSessions(tx)
    .where("d.course_id", "=", courseId)
    .where("d.id", "=", sessionId)
    .executeTakeFirst();
  return row ?? null;
}

/** Lists who has a seat at a date, by name. One query. */
export function listSeatHolders(tx: Tx, sessionId: string): Promise<SeatHolder[]> {
  return tx
    .selectFrom("order_seats as s")
    .innerJoin("profiles as f", "f.id", "s.student_id")
    .select(["s.id as seatId", "s.status", "f.full_name as name", "f.email"])
    .where("s.session_id", "=", sessionId)
    .where("s.status", "in", ["held", "booked"])
    .orderBy("f.full_name")
    .orderBy("s.id")
    .execute();
}

function selectSessions(tx: Tx) {
  return tx
    .selectFrom("partner_course_sessions as d")
    .leftJoin("course_session_links as l", "l.session_id", "d.id")
    .select([
      "d.id",
      "d.starts_at as startsAt",
      "d.ends_at as endsAt",
      "d.time_zone as timeZone",
      "d.place",
      "l.link",
      "d.capacity",
      "d.seats_taken as seatsTaken",
      "d.active",
      "d.cancel_reason as cancelReason",
    ]);
}

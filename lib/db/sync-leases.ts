/** Which living enrollments are to be read again, and who reads them now. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import { SYNC_EVERY_SECONDS } from "#lib/db/partner-enrollments.ts";

/** Seconds one taken enrollment is nobody else's: longer than a read can take. A killed worker's come back then. */
const LEASE_SECONDS = 120;

/** An enrollment to be read, with what is known of it. */
export interface DueEnrollment {
  id: string;
  kind: "course" | "companion";
  externalEnrollmentId: string;
  progress: number;
  /** Null for a course taken along: it has none. */
  standing: KnownStanding | null;
  certificateNumber: string | null;
  /** When it was taken, by the database's clock. */
  takenAt: Date;
}

/** A standing as it is stored; times in ISO 8601. */
export interface KnownStanding {
  kind: string;
  at: string | null;
  place: string | null;
  dueAt: string | null;
  examAttempts: number;
  minutesDone: number | null;
  minutesRequired: number | null;
  groupCode: string | null;
  requirementMetOn: string | null;
}

/** Names the active providers that have enrollments to be read. */
export async function findPartnersDue(db: Connection): Promise<string[]> {
  const { rows } = await sql<{ partner: string }>`
    select p.provider_type as partner from public.partner_lms_providers p
    where p.active and (
      exists (select from public.partner_lms_enrollments e where e.provider_id = p.id and e.status = 'active' and e.next_sync_at <= now())
      or exists (select from public.companion_enrollments x where x.provider_id = p.id and x.status = 'active' and x.next_sync_at <= now()))`.execute(
    db,
  );
  return rows.map(({ partner }) => partner);
}

/**
 * Takes up to `limit` due enrollments of a partner, those first whose news are oldest, then courses taken along. What was
 * taken is taken by nobody else for two minutes, however many workers there are.
 */
export async function takeDue(db: Connection, partner: string, limit: number): Promise<DueEnrollment[]> {
  const courses = await takeDueCourses(db, partner, limit);
  if (courses.length === limit) return courses;
  return [...courses, ...(await takeDueCompanions(db, partner, limit - courses.length))];
}

async function takeDueCourses(db: Connection, partner: string, limit: number): Promise<DueEnrollment[]> {
  const { rows } = await sql<DueEnrollment>`
    update public.partner_lms_enrollments e
    set next_sync_at = now() + make_interval(secs => ${LEASE_SECONDS})
    where e.id in (
      select d.id from public.partner_lms_enrollments d
      where d.provider_id = (select id from public.partner_lms_providers where provider_type = ${partner} and active)
        and d.status = 'active' and d.next_sync_at <= now()
      order by d.next_sync_at limit ${limit} for update skip locked)
    returning e.id, 'course' as kind, e.external_enrollment_id as "externalEnrollmentId", e.progress_percentage as progress,
      e.external_certificate_id as "certificateNumber", clock_timestamp() as "takenAt",
      jsonb_build_object('kind', e.standing, 'at', e.standing_at, 'place', e.standing_place, 'dueAt', e.due_at,
        'examAttempts', e.exam_attempts, 'minutesDone', e.seat_minutes_done, 'minutesRequired', e.seat_minutes_required,
        'groupCode', e.group_code, 'requirementMetOn', e.requirement_met_on) as standing`.execute(db);
  return rows;
}

async function takeDueCompanions(db: Connection, partner: string, limit: number): Promise<DueEnrollment[]> {
  const { rows } = await sql<DueEnrollment>`
    update public.companion_enrollments x
    set next_sync_at = now() + make_interval(secs => ${LEASE_SECONDS})
    where x.id in (
      select d.id from public.companion_enrollments d
      where d.provider_id = (select id from public.partner_lms_providers where provider_type = ${partner} and active)
        and d.status = 'active' and d.next_sync_at <= now()
      order by d.next_sync_at limit ${limit} for update skip locked)
    returning x.id, 'companion' as kind, x.external_enrollment_id as "externalEnrollmentId",
      x.progress_percentage as progress, null as "certificateNumber", null as standing, clock_timestamp() as "takenAt"`.execute(
    db,
  );
  return rows;
}

/** Keeps that these enrollments were read and nothing had changed: one statement for many. */
export async function keepUnchanged(db: Connection, due: readonly DueEnrollment[]): Promise<void> {
  const courses = due.filter(({ kind }) => kind === "course");
  if (courses.length > 0)
    await sql`
      update public.partner_lms_enrollments e
      set last_news_at = now(), read_at = greatest(e.read_at, r.taken_at), updated_at = now(),
        next_sync_at = case when e.read_wanted_at > r.taken_at then now()
          else now() + make_interval(secs => ${SYNC_EVERY_SECONDS}) end
      from unnest(${courses.map(({ id }) => id)}::uuid[], ${courses.map(({ takenAt }) => takenAt)}::timestamptz[]) as r (id, taken_at)
      where e.id = r.id and e.status = 'active'`.execute(db);
  const companions = due.filter(({ kind }) => kind === "companion").map(({ id }) => id);
  if (companions.length > 0)
    await sql`
      update public.companion_enrollments
      set last_news_at = now(), updated_at = now(), next_sync_at = now() + make_interval(secs => ${SYNC_EVERY_SECONDS})
      where id = any(${companions}::uuid[]) and status = 'active'`.execute(db);
}

/** Puts off the next read of enrollments that could not be read, by a quarter of an hour. */
export async function putOff(db: Connection, { id, kind }: DueEnrollment): Promise<void> {
  await db
    .updateTable(kind === "course" ? "partner_lms_enrollments" : "companion_enrollments")
    .set({ next_sync_at: sql`now() + make_interval(secs => ${SYNC_EVERY_SECONDS})` })
    .where("id", "=", id)
    .where("status", "=", "active")
    .execute();
}

/** Gives back what was taken and not read. */
export async function giveBack(db: Connection, due: readonly DueEnrollment[]): Promise<void> {
  const ids = due.map(({ id }) => id);
  await sql`update public.partner_lms_enrollments set next_sync_at = now()
    where id = any(${ids}::uuid[]) and status = 'active'`.execute(db);
  await sql`update public.companion_enrollments set next_sync_at = now()
    where id = any(${ids}::uuid[]) and status = 'active'`.execute(db);
}

/** Where one enrollment (a step's or one taken along) is to be read; null when it is not living or its provider is off. */
export async function findLivingEnrollment(
  tx: Tx,
  id: string,
): Promise<{ partner: string; externalEnrollmentId: string } | null> {
  const { rows } = await sql<{ partner: string; externalEnrollmentId: string }>`
    select p.provider_type as partner, l.external_enrollment_id as "externalEnrollmentId"
    from (
      select id, provider_id, external_enrollment_id from public.partner_lms_enrollments where id = ${id} and status = 'active'
      union all
      select id, provider_id, external_enrollment_id from public.companion_enrollments where id = ${id} and status = 'active'
    ) l
    join public.partner_lms_providers p on p.id = l.provider_id and p.active`.execute(tx);
  return rows[0] ?? null;
}

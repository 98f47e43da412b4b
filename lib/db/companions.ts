/** Courses a student takes along with the course of a step, because that course requires them. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import { SYNC_EVERY_SECONDS } from "#lib/db/partner-enrollments.ts";

/** Says whether the course of a step requires others. */
export async function hasRequiredCourses(db: Connection, courseId: string): Promise<boolean> {
  const row = await db
    .selectFrom("partner_course_requirements")
    .select("course_id")
    .where("course_id", "=", courseId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes down every course a running step requires; those written before are left alone. */
export async function writeCompanionIntents(db: Connection, stepId: string): Promise<void> {
  await sql`
    insert into public.companion_enrollments (step_id, student_id, provider_id, course_id)
    select s.id, s.student_id, c.provider_id, c.id
    from public.enrollment_steps s
    join public.partner_course_requirements r on r.course_id = s.course_id
    join public.partner_courses c on c.id = r.required_course_id and c.provider_id = s.provider_id and c.active
    where s.id = ${stepId} and s.status = 'in_progress'
    on conflict (step_id, course_id) do nothing`.execute(db);
}

/** A required course the student is not enrolled in yet. */
export interface CompanionIntent {
  id: string;
  courseId: string;
  externalCode: string | null;
  kind: string;
  attempt: number;
  externalEnrollmentId: string | null;
  externalAccountId: string;
}

/** Finds the required courses of a step that are still to be enrolled in; the account is the step's own. */
export async function findCompanionIntents(db: Connection, stepId: string): Promise<CompanionIntent[]> {
  const { rows } = await sql<CompanionIntent>`
    select x.id, x.course_id as "courseId", c.external_course_code as "externalCode", c.kind, x.attempt,
      x.external_enrollment_id as "externalEnrollmentId", e.external_account_id as "externalAccountId"
    from public.companion_enrollments x
    join public.partner_courses c on c.id = x.course_id
    join public.enrollment_steps s on s.id = x.step_id and s.status = 'in_progress'
    join public.partner_lms_enrollments e on e.id = s.partner_enrollment_id
    where x.step_id = ${stepId} and x.status = 'pending'
    order by c.course_code`.execute(db);
  return rows;
}

/** Keeps the id a partner gave a required course, the moment it is known. Another enrollment's id violates a constraint. */
export async function saveCompanionExternal(db: Connection, id: string, externalId: string): Promise<void> {
  await db
    .updateTable("companion_enrollments")
    .set({ external_enrollment_id: externalId, updated_at: sql`now()` })
    .where("id", "=", id)
    .where("status", "=", "pending")
    .execute();
}

/** Forgets an id the partner confirmed but does not know, so that the next try asks under a new key. */
export async function forgetCompanionExternal(db: Connection, id: string): Promise<void> {
  await db
    .updateTable("companion_enrollments")
    .set((eb) => ({
      external_enrollment_id: null,
      attempt: eb("attempt", "+", 1),
      updated_at: sql`now()`,
    }))
    .where("id", "=", id)
    .where("status", "=", "pending")
    .execute();
}

/** Turns an intent into a living enrollment; a second call changes nothing. */
export async function activateCompanion(db: Connection, id: string): Promise<void> {
  await db
    .updateTable("companion_enrollments")
    .set({
      status: "active",
      enrolled_at: sql`now()`,
      last_news_at: sql`now()`,
      next_sync_at: sql`now() + make_interval(secs => ${SYNC_EVERY_SECONDS})`,
      updated_at: sql`now()`,
    })
    .where("id", "=", id)
    .where("status", "=", "pending")
    .execute();
}

/** A required course as news meets it, locked. */
export interface CompanionRow {
  id: string;
  status: string;
  progress: number;
  studentId: string;
  providerId: string;
  /** The partner enrollment of the step it belongs to: its documents are kept there. */
  partnerEnrollmentId: string | null;
}

/** Finds and locks the required course an event speaks of: by its provider and the provider's own id. */
export async function lockCompanion(
  tx: Tx,
  partner: string,
  externalEnrollmentId: string,
): Promise<CompanionRow | null> {
  const { rows } = await sql<CompanionRow>`
    select x.id, x.status, x.progress_percentage as progress, x.student_id as "studentId", x.provider_id as "providerId",
      s.partner_enrollment_id as "partnerEnrollmentId"
    from public.companion_enrollments x
    join public.partner_lms_providers p on p.id = x.provider_id
    join public.enrollment_steps s on s.id = x.step_id
    where p.provider_type = ${partner} and x.external_enrollment_id = ${externalEnrollmentId}
    for update of x`.execute(tx);
  return rows[0] ?? null;
}

/** Keeps news of a required course: progress only grows, `completed` ends it at 100. */
export async function keepCompanionNews(
  tx: Tx,
  id: string,
  news: { progress: number | null; completed: boolean; readAgain: boolean },
): Promise<void> {
  const seconds = news.readAgain ? 0 : SYNC_EVERY_SECONDS;
  await sql`
    update public.companion_enrollments
    set progress_percentage = greatest(progress_percentage, ${news.completed ? 100 : (news.progress ?? 0)}::int),
      status = case when ${news.completed} then 'completed' else status end,
      completed_at = case when ${news.completed} then coalesce(completed_at, now()) else completed_at end,
      next_sync_at = case when ${news.completed} then null else now() + make_interval(secs => ${seconds}) end,
      last_news_at = now(), updated_at = now()
    where id = ${id} and status <> 'completed'`.execute(tx);
}

/** Finds the running steps of a student at a partner whose course requires others. */
export async function findStepsWithRequiredCourses(
  db: Connection,
  studentId: string,
  partner: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from public.enrollment_steps s
    join public.partner_lms_providers p on p.id = s.provider_id and p.provider_type = ${partner}
    where s.student_id = ${studentId} and s.status = 'in_progress'
      and exists (select from public.partner_course_requirements r where r.course_id = s.course_id)`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

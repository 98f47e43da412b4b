/** What ends at a partner when a step leaves it. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";

/** The enrollment a step has at the partner it leaves. */
export interface LeftEnrollment {
  id: string;
  status: string;
  externalEnrollmentId: string | null;
  /** The student's account at that partner; null before there is one. */
  externalAccountId: string | null;
  courseCode: string | null;
  courseKind: string;
  attempt: number;
}

const COLUMNS = sql`x.id, x.status, x.external_enrollment_id as "externalEnrollmentId",
  a.external_account_id as "externalAccountId", c.external_course_code as "courseCode", c.kind as "courseKind",
  coalesce((x.metadata ->> 'attempt')::int, 0) as attempt`;

const OF_STEP = sql`public.partner_lms_enrollments x
  join public.partner_courses c on c.id = x.course_id
  left join public.partner_accounts a on a.provider_id = x.provider_id and a.student_id = x.student_id`;

/** Locks and reads the living enrollment of a step; null when it has none. News of it wait until the caller's commit. */
export async function lockLeftEnrollment(tx: Tx, stepId: string): Promise<LeftEnrollment | null> {
  const { rows } = await sql<LeftEnrollment>`
    select ${COLUMNS} from ${OF_STEP}
    where x.step_id = ${stepId} and x.status in ('pending', 'active', 'completed') for update of x`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/**
 * Finds what was given up at the partner of a failed step without an answer: it may have been made there all the same.
 * Null when nothing was asked for, or the partner said no.
 */
export async function findUnanswered(db: Connection, stepId: string): Promise<LeftEnrollment | null> {
  const { rows } = await sql<LeftEnrollment>`
    select ${COLUMNS} from ${OF_STEP}
    join public.enrollment_steps s on s.id = x.step_id and s.course_id = x.course_id and s.status = 'failed'
    where x.step_id = ${stepId} and x.status = 'failed' and exists (
      select from public.partner_lms_enrollment_failures f
      where f.subject = 'step:' || s.id and f.resolved_at is null and f.reason in ('partner_unavailable', 'internal_error'))
    order by x.created_at desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** Ends an enrollment the partner ended, and what hung on it: a voucher it used is the partner's again. */
export async function cancelLeftEnrollment(tx: Tx, id: string): Promise<void> {
  await sql`
    update public.partner_lms_enrollments set status = 'canceled', next_sync_at = null, record_due = false, updated_at = now()
    where id = ${id} and status in ('pending', 'active')`.execute(tx);
  await sql`
    update public.partner_vouchers set status = 'released', released_at = now(), updated_at = now()
    where partner_enrollment_id = ${id} and status = 'consumed' and external_voucher_id is not null`.execute(
    tx,
  );
}

/** Lists courses taken along with a step that live at its partner. */
export async function findLivingCompanions(
  db: Connection,
  stepId: string,
): Promise<{ id: string; externalEnrollmentId: string }[]> {
  const rows = await db
    .selectFrom("companion_enrollments")
    .select(["id", sql<string>`external_enrollment_id`.as("externalEnrollmentId")])
    .where("step_id", "=", stepId)
    .where("status", "in", ["pending", "active"])
    .where("external_enrollment_id", "is not", null)
    .execute();
  return rows;
}

/** Ends a course taken along. A second call changes nothing. */
export async function cancelCompanion(db: Connection, id: string): Promise<void> {
  await sql`
    update public.companion_enrollments set status = 'canceled', next_sync_at = null, updated_at = now()
    where id = ${id} and status in ('pending', 'active')`.execute(db);
}

/** Says whether a run is just enrolling this step, or courses it needs, at the partner. */
export async function isEnrollingNow(db: Connection, stepId: string): Promise<boolean> {
  const { rows } = await sql<{ runs: boolean }>`
    select exists (
      select from pgboss.job j
      where j.name in ('enroll-step', 'enroll-companions') and j.singleton_key = ${stepId} and j.state = 'active') as runs`.execute(
    db,
  );
  return rows[0]!.runs;
}

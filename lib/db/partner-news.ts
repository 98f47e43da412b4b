/** What partners tell of an enrollment, by event or when asked. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { SYNC_EVERY_SECONDS } from "#lib/db/partner-enrollments.ts";
import type { PartnerStanding } from "#lib/domain/partner-standing.ts";

/** A partner enrollment as news meets it, locked. */
export interface PartnerEnrollmentRow {
  id: string;
  status: string;
  progress: number;
  standing: string;
  examAttempts: number;
  /** When the read began whose standing is stored; null before the first. */
  readAt: Date | null;
  /** When the partner last told of a change that only a read shows. */
  readWantedAt: Date | null;
  stepId: string;
  enrollmentId: string;
  studentId: string;
  providerId: string;
  courseId: string;
  courseKind: string;
  credentialType: string | null;
  programId: string | null;
  partner: string;
  externalEnrollmentId: string;
  /** It failed, and another enrollment of the same step took its place. */
  superseded: boolean;
}

/** Finds and locks the enrollment an event speaks of: by its provider and the provider's own id, never by an id alone. */
export async function lockPartnerEnrollment(
  tx: Tx,
  partner: string,
  externalEnrollmentId: string,
): Promise<PartnerEnrollmentRow | null> {
  const { rows } = await sql<PartnerEnrollmentRow>`
    select e.id, e.status, e.progress_percentage as progress, e.standing, e.exam_attempts as "examAttempts",
      e.read_at as "readAt", e.read_wanted_at as "readWantedAt", e.step_id as "stepId", e.enrollment_id as "enrollmentId",
      e.student_id as "studentId", e.provider_id as "providerId", e.course_id as "courseId", c.kind as "courseKind",
      c.credential_type as "credentialType", e.program_id as "programId", p.provider_type as partner,
      e.external_enrollment_id as "externalEnrollmentId",
      e.status = 'failed' and exists (
        select from public.partner_lms_enrollments o
        where o.step_id = e.step_id and o.status in ('pending', 'active', 'completed')) as superseded
    from public.partner_lms_enrollments e
    join public.partner_lms_providers p on p.id = e.provider_id
    join public.partner_courses c on c.id = e.course_id
    where p.provider_type = ${partner} and e.external_enrollment_id = ${externalEnrollmentId}
    for update of e`.execute(tx);
  return rows[0] ?? null;
}

/** An event tells progress, only a read what the partner asks for next: it follows, once for events in quick succession. */
const READ_AFTER_PROGRESS_SECONDS = 20;

/**
 * Keeps the progress an event states: it only ever grows. When it grew, the enrollment is read soon. A read that is
 * wanted already is not put off: the one that was asked for may have failed.
 */
export async function keepProgress(tx: Tx, id: string, progress: number | null): Promise<void> {
  await sql`
    update public.partner_lms_enrollments
    set progress_percentage = greatest(progress_percentage, ${progress ?? 0}::int),
      last_progress_at = case when progress_percentage < ${progress ?? 0}::int then now() else last_progress_at end,
      next_sync_at = case when read_wanted_at > coalesce(read_at, '-infinity') then next_sync_at
        else now() + make_interval(secs => case when progress_percentage < ${progress ?? 0}::int
          then ${READ_AFTER_PROGRESS_SECONDS}::int else ${SYNC_EVERY_SECONDS}::int end) end,
      last_news_at = now(), updated_at = now()
    where id = ${id}`.execute(tx);
}

/** Remembers that how an enrollment stands has to be read anew: a read that runs now may be too old. */
export async function wantRead(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("partner_lms_enrollments")
    .set({
      read_wanted_at: sql`clock_timestamp()`,
      next_sync_at: sql`now()`,
      last_news_at: sql`now()`,
      updated_at: sql`now()`,
    })
    .where("id", "=", id)
    .execute();
}

/** What a partner answered to a read that began at `startedAt` (database clock). */
export interface Reading {
  progress: number;
  standing: PartnerStanding;
  startedAt: Date;
}

/**
 * Keeps an answer of the partner: progress only grows, the standing is the one of the latest read. Where a change was
 * told after the read began, the enrollment is due again at once.
 */
export async function keepReading(
  tx: Tx,
  id: string,
  { progress, standing, startedAt }: Reading,
): Promise<void> {
  const { kind, at, place, dueAt, examAttempts, seatMinutes, groupCode, requirementMetOn } = standing;
  const done = seatMinutes?.done ?? null;
  const required = seatMinutes?.required ?? null;
  await sql`
    update public.partner_lms_enrollments
    set progress_percentage = greatest(progress_percentage, ${progress}::int),
      last_progress_at = case
        when progress_percentage < ${progress}::int or standing <> ${kind} or exam_attempts <> ${examAttempts}::int
          or seat_minutes_done is distinct from ${done}::int then now() else last_progress_at end,
      standing = ${kind}, standing_at = ${at}::timestamptz, standing_place = ${place}, due_at = ${dueAt}::timestamptz,
      exam_attempts = ${examAttempts}::int, seat_minutes_done = ${done}::int, seat_minutes_required = ${required}::int,
      group_code = ${groupCode}, requirement_met_on = coalesce(${requirementMetOn}::date, requirement_met_on),
      read_at = ${startedAt}, last_news_at = now(), updated_at = now(),
      next_sync_at = case when read_wanted_at > ${startedAt} then now()
        else now() + make_interval(secs => ${SYNC_EVERY_SECONDS}) end
    where id = ${id}`.execute(tx);
}

/** What ending an enrollment needs to know besides the row itself. */
export interface Completion {
  /** What was read along with it; null when an event told. */
  standing: PartnerStanding | null;
  /** The partner can be asked whether a certificate number holds, so having one is not enough. */
  checksCertificates: boolean;
}

/**
 * Ends a living enrollment at 100 percent and says whether something is still to be collected: its certificate, or for
 * a service the day its requirement was met. A second call changes nothing.
 */
export async function keepCompletion(
  tx: Tx,
  enrollment: PartnerEnrollmentRow,
  { standing, checksCertificates }: Completion,
): Promise<void> {
  const metOn = standing?.requirementMetOn ?? null;
  const isService = enrollment.courseKind === "service";
  await sql`
    update public.partner_lms_enrollments
    set status = 'completed', progress_percentage = 100, completed_at = now(), next_sync_at = null,
      standing = 'learning', standing_at = null, standing_place = null,
      record_due = case when ${isService} then coalesce(${metOn}::date, requirement_met_on) is null
        else ${earnsCertificate(enrollment)} and (${checksCertificates} or external_certificate_id is null) end,
      exam_attempts = greatest(exam_attempts, ${standing?.examAttempts ?? 0}::int),
      seat_minutes_done = coalesce(${standing?.seatMinutes?.done ?? null}::int, seat_minutes_done),
      requirement_met_on = coalesce(${metOn}::date, requirement_met_on),
      last_progress_at = now(), last_news_at = now(), updated_at = now()
    where id = ${enrollment.id} and status <> 'completed'`.execute(tx);
}

/** A course that ends with a test result, or with nothing, has no document to wait for. */
function earnsCertificate({ credentialType }: PartnerEnrollmentRow): boolean {
  return credentialType !== null && credentialType !== "test_result";
}

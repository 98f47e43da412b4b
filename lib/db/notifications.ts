/** What people are told in the app, and what they would rather not be told. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { isOptional, topicOf, type Topic } from "#lib/domain/notification-topics.ts";
import { OTHERS_ACT } from "#lib/domain/stuck.ts";
import type { NotificationData } from "#lib/domain/notification-words.ts";

export interface NewNotification {
  studentId: string;
  template: string;
  /** What it is about: at most one per person, template and key. */
  subjectKey: string;
  data: NotificationData;
}

/**
 * Tells a person in the app unless they chose not to hear of it, and answers whether the mail about the same fact may
 * go out. One statement; the same fact again tells nothing twice.
 */
export async function tellInApp(tx: Tx, news: NewNotification): Promise<{ mail: boolean }> {
  const topic: Topic = topicOf(news.template);
  const { rows } = await sql<{ mail: boolean }>`
    with refused as (
      select channel from public.notification_choices
      where ${isOptional(topic)} and student_id = ${news.studentId} and topic = ${topic} and not wanted
    ), told as (
      insert into public.notifications (student_id, template, subject_key, data)
      select ${news.studentId}, ${news.template}, ${news.subjectKey}, ${JSON.stringify(news.data)}::jsonb
      where not exists (select from refused where channel = 'app')
      on conflict (student_id, template, subject_key) do nothing
    )
    select not exists (select from refused where channel = 'mail') as mail`.execute(tx);
  return { mail: rows[0]?.mail ?? true };
}

/** A student in a course, as the reminder sees them. */
export interface IdleLearner {
  partnerEnrollmentId: string;
  enrollmentId: string;
  studentId: string;
  stepId: string;
  partner: string;
  standing: string;
  progress: number;
  idleSince: Date;
}

/**
 * Reads who has rested at an active partner longer than its limit in hours, and could go on: nothing of theirs waits for
 * somebody else, and they were not reminded within `quietDays`. One course each, the one that rests longest. Rest counts
 * from the last progress, from when the course was opened, and from the end of the last open failure.
 */
export async function findIdleLearners(
  tx: Tx,
  about: { limits: Readonly<Record<string, number>>; quietDays: number; limit: number },
): Promise<IdleLearner[]> {
  const { limits, quietDays, limit } = about;
  const told = (table: "mails" | "notifications") => sql`exists (
    select from ${sql.id("public", table)} t
    where t.student_id = x.student_id and t.template = 'stuck-nudge'
      and t.created_at > now() - make_interval(days => ${quietDays}))`;
  const { rows } = await sql<IdleLearner>`
    with resting as (
      select x.id as "partnerEnrollmentId", x.enrollment_id as "enrollmentId", x.student_id as "studentId",
        x.step_id as "stepId", p.provider_type as partner, x.standing, x.progress_percentage as progress,
        greatest(x.last_progress_at, x.enrolled_at, s.started_at, (
          select max(f.resolved_at) from public.partner_lms_enrollment_failures f
          where f.enrollment_id = x.enrollment_id or f.step_id = x.step_id)) as "idleSince"
      from public.partner_lms_enrollments x
      join public.enrollment_steps s on s.id = x.step_id and s.partner_enrollment_id = x.id and s.status = 'in_progress'
      join public.enrollments e on e.id = x.enrollment_id and e.status = 'active'
      join public.partner_lms_providers p on p.id = x.provider_id and p.active
      where x.status = 'active' and x.standing <> all (${OTHERS_ACT}::text[])
        and not (x.progress_percentage = 100 and x.standing = 'learning')
        and not exists (
          select from public.partner_lms_enrollment_failures f
          where f.resolved_at is null and (f.enrollment_id = x.enrollment_id or f.step_id = x.step_id))
        and not ${told("mails")} and not ${told("notifications")}
    )
    select * from (
      select distinct on (r."studentId") r.* from resting r
      where r."idleSince" <= now() - make_interval(hours => (${JSON.stringify(limits)}::jsonb ->> r.partner)::int)
      order by r."studentId", r."idleSince"
    ) longest order by "idleSince" limit ${limit}`.execute(tx);
  return rows;
}

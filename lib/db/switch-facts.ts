/** What the rule of switching looks at, read the same way for the page (as the student) and for the worker. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { SwitchFacts } from "#lib/domain/switch-plan.ts";

/** Reads the facts of one step of this student; null when there is none. */
export async function readSwitchFacts(
  tx: Tx,
  { stepId, studentId }: { stepId: string; studentId: string },
): Promise<SwitchFacts | null> {
  const { rows } = await sql<SwitchFacts>`
    select s.id as "stepId", e.status as "enrollmentStatus", o.status as "orderStatus", s.status as "stepStatus",
      exists (
        select from public.enrollment_steps other
        where other.enrollment_id = s.enrollment_id and other.id <> s.id
          and other.status in ('enrolling', 'in_progress')) as "otherRuns",
      exists (
        select from public.partner_switches w
        where w.step_id = s.id and w.status in ('requested', 'canceling')) as "isSwitching",
      jsonb_build_object('providerId', p.id, 'courseId', c.id, 'courseName', c.course_name,
        'partner', jsonb_build_object('slug', p.provider_type, 'name', p.provider_name)) as "from",
      coalesce(x.progress_percentage, 0) as progress, coalesce(x.seat_minutes_done, 0) as "seatMinutes",
      coalesce(x.exam_attempts, 0) as "examAttempts", coalesce(x.standing, 'learning') as standing,
      x.last_accessed_at is not null as "wasOpened",
      coalesce(extract(epoch from now() - x.enrolled_at) / 86400, 0)::float8 as "daysSinceReady",
      o.currency, ${paidForPosition} as "beforeCents",
      case when o.stripe_payment_intent_id is null then 0 else o.amount_cents end as "paidCents",
      o.refunded_cents as "refundedCents",
      array(
        select t.id::text from public.order_seats t
        where t.order_id = o.id and t.course_id = s.course_id and t.status in ('held', 'booked')) as "seatIds",
      ${options} as options
    from public.enrollment_steps s
    join public.enrollments e on e.id = s.enrollment_id
    join public.orders o on o.id = e.order_id
    join public.partner_lms_providers p on p.id = s.provider_id
    join public.partner_courses c on c.id = s.course_id
    left join public.partner_lms_enrollments x on x.step_id = s.id and x.status in ('pending', 'active', 'completed')
    where s.id = ${stepId} and s.student_id = ${studentId}`.execute(tx);
  return rows[0] ?? null;
}

/**
 * What was paid for the partner of now besides the program's own price: as the last switch left it, else as the
 * order's line says, else (the course has another name by now) what the chosen option costs today.
 */
const paidForPosition = sql<number>`coalesce(
  (select w.price_cents from public.partner_switches w
   where w.step_id = s.id and w.canceled_at is not null order by w.canceled_at desc limit 1),
  (select (line ->> 'amountCents')::integer from jsonb_array_elements(o.lines) line
   where line ->> 'label' = c.course_name || ' (' || p.provider_name || ')' limit 1),
  (select v.surcharge_cents from public.program_partner_lms v
   where v.id = any (o.option_ids) and v.course_id = s.course_id and o.lines <> '[]' limit 1),
  0)`;

const options = sql`coalesce((
  select jsonb_agg(jsonb_build_object(
    'optionId', v.id, 'providerId', l.id, 'courseId', k.id, 'courseName', k.course_name,
    'partner', jsonb_build_object('slug', l.provider_type, 'name', l.provider_name),
    'surchargeCents', v.surcharge_cents, 'isTeachable', l.active and k.active,
    'needsDate', exists (select from public.course_schedules d where d.course_id = k.id))
    order by v.surcharge_cents, l.provider_name)
  from public.program_partner_lms v
  join public.partner_lms_providers l on l.id = v.provider_id
  join public.partner_courses k on k.id = v.course_id
  where v.program_id = e.program_id and v.sequence_order = s.sequence_order and v.course_id <> s.course_id), '[]')`;

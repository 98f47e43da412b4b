/** Who is at a provider when it is switched off, and what goes on when it is switched on. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

/** Switches a provider; false when it does not exist or is as wanted already. */
export async function switchProviderTo(tx: Tx, providerId: string, active: boolean): Promise<boolean> {
  const { rows } = await sql<{ switched: boolean }>`
    select public.switch_provider(${providerId}, ${active}) as switched`.execute(tx);
  return rows[0]!.switched;
}

/** A step that waits or runs at a provider. */
export interface StepThere {
  stepId: string;
  status: string;
  enrollmentId: string;
  studentId: string;
  courseId: string;
  programId: string | null;
  /** Where else the same position of the program can be learned: "course at partner". */
  alternatives: string[];
  /** Where the partner answers its own students. */
  partnerSupport: string | null;
}

/** Lists the steps of active enrollments that wait or run at a provider. */
export async function findStepsThere(tx: Tx, providerId: string): Promise<StepThere[]> {
  const { rows } = await sql<StepThere>`
    select s.id as "stepId", s.status, s.enrollment_id as "enrollmentId", s.student_id as "studentId",
      s.course_id as "courseId", e.program_id as "programId", p.support_email as "partnerSupport",
      array(
        select c.course_name || ' at ' || q.provider_name
        from public.program_partner_lms o
        join public.partner_courses c on c.id = o.course_id and c.active
        join public.partner_lms_providers q on q.id = o.provider_id and q.active
        where o.program_id = e.program_id and o.sequence_order = s.sequence_order and o.provider_id <> s.provider_id
        order by q.provider_name, c.course_name) as alternatives
    from public.enrollment_steps s
    join public.enrollments e on e.id = s.enrollment_id and e.status = 'active'
    join public.partner_lms_providers p on p.id = s.provider_id
    where s.provider_id = ${providerId} and s.status in ('pending', 'enrolling', 'in_progress')
    order by s.created_at, s.id`.execute(tx);
  return rows;
}

/** Lists the steps that wait to be enrolled at a provider, and those that failed for no other reason than the switch. */
export async function findStepsHeldUp(tx: Tx, providerId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from public.enrollment_steps s
    join public.enrollments e on e.id = s.enrollment_id and e.status = 'active'
    where s.provider_id = ${providerId} and (s.status = 'enrolling' or (s.status = 'failed'
      and exists (select from public.partner_lms_enrollment_failures f
        where f.step_id = s.id and f.reason = 'provider_inactive' and f.resolved_at is null)
      and not exists (select from public.partner_lms_enrollment_failures f
        where f.subject = 'step:' || s.id and f.reason <> 'provider_inactive' and f.resolved_at is null)))`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/** Closes every failure that told of the switch. */
export async function resolveSwitchFailures(tx: Tx, providerId: string, resolution: string): Promise<void> {
  await tx
    .updateTable("partner_lms_enrollment_failures")
    .set({ resolved_at: sql`now()`, resolution, next_retry_at: null, updated_at: sql`now()` })
    .where("provider_id", "=", providerId)
    .where("reason", "=", "provider_inactive")
    .where("resolved_at", "is", null)
    .execute();
}

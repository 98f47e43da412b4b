/** What a student is told of switching the partner of a step. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

export interface MySwitch {
  id: string;
  status: string;
  refusal: string | null;
  from: string;
  to: string;
  refundCents: number;
  currency: string;
  isRefunded: boolean;
  /** The old partner ended its course. */
  hasLeft: boolean;
  /** It is still early enough to take it back. */
  canWithdraw: boolean;
}

const ME = sql<string>`(select auth.uid())`;

const columns = sql`w.id, w.status, w.refusal, f.provider_name as from, t.provider_name as to,
  w.refund_cents as "refundCents", w.currency, w.refunded_at is not null as "isRefunded",
  w.canceled_at is not null as "hasLeft",
  w.status in ('requested', 'canceling') and w.cancel_asked_at is null as "canWithdraw"`;

/** Reads the latest wish about one's own step; null when there was none. */
export async function findMySwitch(tx: Tx, stepId: string): Promise<MySwitch | null> {
  const { rows } = await sql<MySwitch>`
    select ${columns} from public.partner_switches w
    join public.partner_lms_providers f on f.id = w.from_provider_id
    join public.partner_lms_providers t on t.id = w.to_provider_id
    where w.step_id = ${stepId} and w.student_id = ${ME}
    order by w.created_at desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** The program a step belongs to, as its page is titled. */
export async function findProgramOfStep(tx: Tx, stepId: string): Promise<string | null> {
  const row = await tx
    .selectFrom("enrollment_steps as s")
    .innerJoin("enrollments as e", "e.id", "s.enrollment_id")
    .select("e.title")
    .where("s.id", "=", stepId)
    .where("s.student_id", "=", ME)
    .executeTakeFirst();
  return row?.title ?? null;
}

/** Where a step stands with respect to switching: one is under way, or other partners teach it and it has not begun. */
export type StepSwitch = "switching" | "possible";

/** Reads it for every step of these enrollments; steps that stay where they are have no entry. One query. */
export async function readStepSwitches(
  tx: Tx,
  enrollmentIds: readonly string[],
): Promise<Map<string, StepSwitch>> {
  if (enrollmentIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; state: StepSwitch }>`
    select s.id, case when w.id is null then 'possible' else 'switching' end as state
    from public.enrollment_steps s
    join public.enrollments e on e.id = s.enrollment_id and e.status = 'active'
    left join public.partner_lms_enrollments x on x.id = s.partner_enrollment_id
    left join public.partner_switches w on w.step_id = s.id and w.status in ('requested', 'canceling')
    where s.enrollment_id = any (${enrollmentIds}::uuid[])
      and s.status in ('pending', 'enrolling', 'in_progress', 'failed')
      and (w.id is not null or (coalesce(x.progress_percentage, 0) = 0 and exists (
        select from public.program_partner_lms o
        where o.program_id = e.program_id and o.sequence_order = s.sequence_order and o.course_id <> s.course_id)))`.execute(
    tx,
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

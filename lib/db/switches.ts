/** Wishes to take a step at another partner, and how far each is. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import type { SwitchFacts, SwitchPlan, SwitchRefusal } from "#lib/domain/switch-plan.ts";

export interface SwitchRow {
  id: string;
  status: string;
  studentId: string;
  stepId: string;
  enrollmentId: string;
  programId: string | null;
  orderId: string;
  actor: string;
  fromProviderId: string;
  fromCourseId: string;
  fromPartner: string;
  toProviderId: string;
  toCourseId: string;
  toPartner: string;
  toName: string;
  refundCents: number;
  currency: string;
  stoppedEnrolling: boolean;
  /** The old partner was asked to end its course, and did not say no. */
  wasAsked: boolean;
}

/** Reads a wish that is not carried out yet; null when it is over or unknown. */
export async function findOpenSwitch(db: Connection, id: string): Promise<SwitchRow | null> {
  return read(db, id, sql``);
}

/** Reads and locks a wish that is not carried out yet; null when it is over or unknown. The step's rows are locked before. */
export async function lockOpenSwitch(tx: Tx, id: string): Promise<SwitchRow | null> {
  return read(tx, id, sql`for update of w`);
}

async function read(db: Connection, id: string, lock: ReturnType<typeof sql>): Promise<SwitchRow | null> {
  const { rows } = await sql<SwitchRow>`
    select w.id, w.status, w.student_id as "studentId", w.step_id as "stepId", w.enrollment_id as "enrollmentId",
      e.program_id as "programId", w.order_id as "orderId", w.actor, w.from_provider_id as "fromProviderId",
      w.from_course_id as "fromCourseId", f.provider_type as "fromPartner", w.to_provider_id as "toProviderId",
      w.to_course_id as "toCourseId", t.provider_type as "toPartner", t.provider_name as "toName",
      w.refund_cents as "refundCents", w.currency, w.stopped_enrolling as "stoppedEnrolling",
      w.cancel_asked_at is not null as "wasAsked"
    from public.partner_switches w
    join public.enrollments e on e.id = w.enrollment_id
    join public.partner_lms_providers f on f.id = w.from_provider_id
    join public.partner_lms_providers t on t.id = w.to_provider_id
    where w.id = ${id} and w.status in ('requested', 'canceling') ${lock}`.execute(db);
  return rows[0] ?? null;
}

/**
 * Writes a wish down, with what was shown to the student, and returns its id. One that waits for its new partner still
 * is given up for it. Null when another wish of this step is open.
 */
export async function addSwitch(
  tx: Tx,
  { facts, plan, actor }: { facts: SwitchFacts; plan: SwitchPlan; actor: string },
): Promise<string | null> {
  await sql`
    update public.partner_switches set status = 'failed', updated_at = now()
    where step_id = ${facts.stepId} and status = 'enrolling'`.execute(tx);
  const { rows } = await sql<{ id: string }>`
    insert into public.partner_switches (student_id, enrollment_id, step_id, order_id, option_id, from_provider_id,
      from_course_id, to_provider_id, to_course_id, actor, paid_cents, price_cents, refund_cents, currency)
    select s.student_id, s.enrollment_id, s.id, e.order_id, ${plan.option.optionId}, s.provider_id, s.course_id,
      ${plan.option.providerId}, ${plan.option.courseId}, ${actor}, ${facts.beforeCents}, ${plan.afterCents},
      ${plan.refundCents}, ${facts.currency}
    from public.enrollment_steps s join public.enrollments e on e.id = s.enrollment_id
    where s.id = ${facts.stepId}
    on conflict (step_id) where status in ('requested', 'canceling') do nothing
    returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Keeps a wish that was refused before it began, so that the student reads why. */
export async function addRefusedSwitch(
  tx: Tx,
  refused: { facts: SwitchFacts; optionId: string; reason: SwitchRefusal; actor: string },
): Promise<void> {
  const option = refused.facts.options.find(({ optionId }) => optionId === refused.optionId);
  if (!option) return;
  await sql`
    insert into public.partner_switches (student_id, enrollment_id, step_id, order_id, option_id, from_provider_id,
      from_course_id, to_provider_id, to_course_id, status, refusal, actor, paid_cents, price_cents, refund_cents, currency)
    select s.student_id, s.enrollment_id, s.id, e.order_id, ${option.optionId}, s.provider_id, s.course_id,
      ${option.providerId}, ${option.courseId}, 'refused', ${refused.reason}, ${refused.actor},
      ${refused.facts.beforeCents}, ${option.surchargeCents}, 0, ${refused.facts.currency}
    from public.enrollment_steps s join public.enrollments e on e.id = s.enrollment_id
    where s.id = ${refused.facts.stepId} and s.course_id <> ${option.courseId}`.execute(tx);
}

/** Notes that a wish is being carried out; `stopsEnrolling` when the step was being set up until now. */
export async function startCanceling(tx: Tx, id: string, stopsEnrolling: boolean): Promise<void> {
  await sql`
    update public.partner_switches
    set status = 'canceling', stopped_enrolling = stopped_enrolling or ${stopsEnrolling}, updated_at = now()
    where id = ${id}`.execute(tx);
}

/** Notes, before it is done, that the old partner is asked to end its course; or, when it said no, that it was not. */
export async function noteCancelAsked(db: Connection, id: string, asked: boolean): Promise<void> {
  await sql`
    update public.partner_switches
    set cancel_asked_at = case when ${asked} then coalesce(cancel_asked_at, now()) end, updated_at = now()
    where id = ${id} and status = 'canceling'`.execute(db);
}

/** Ends a wish nothing comes of. */
export async function endSwitch(
  tx: Tx,
  id: string,
  end: { status: "withdrawn" } | { status: "refused"; refusal: SwitchRefusal },
): Promise<void> {
  await tx
    .updateTable("partner_switches")
    .set({ ...end, updated_at: sql`now()` })
    .where("id", "=", id)
    .execute();
}

/** Notes that the old partner confirmed the end and the step moved: it waits for its new partner, or for its turn. */
export async function noteMoved(tx: Tx, id: string, stepStatus: string): Promise<void> {
  await sql`
    update public.partner_switches
    set status = case when ${stepStatus} = 'pending' then 'done' else 'enrolling' end, canceled_at = now(),
      done_at = case when ${stepStatus} = 'pending' then now() end, updated_at = now()
    where id = ${id}`.execute(tx);
}

/** Ends the switch whose new partner has the student now, and returns its id; null when the step was not switched. */
export async function finishSwitch(tx: Tx, stepId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    update public.partner_switches set status = 'done', done_at = now(), updated_at = now()
    where step_id = ${stepId} and status = 'enrolling' returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Finds switches nothing works on although they are not over: wishes, and refunds not made yet. */
export async function findUnfinishedSwitches(
  tx: Tx,
  limit: number,
): Promise<{ id: string; partner: string; isRefund: boolean }[]> {
  const { rows } = await sql<{ id: string; partner: string; isRefund: boolean }>`
    select w.id, p.provider_type as partner, w.canceled_at is not null as "isRefund"
    from public.partner_switches w
    join public.partner_lms_providers p on p.id = w.from_provider_id
    join public.enrollment_steps s on s.id = w.step_id
    where (w.status in ('requested', 'canceling') or (w.canceled_at is not null and w.refund_cents > 0 and w.refunded_at is null))
      and w.updated_at < now() - interval '1 minute'
      -- Somebody was told and acts; unless the step is over, which ends the wish.
      and (s.status in ('completed', 'skipped', 'canceled') or not exists (
        select from public.partner_lms_enrollment_failures f
        where f.subject in ('switch:' || w.id, 'refund:' || w.id) and f.resolved_at is null))
    order by w.updated_at limit ${limit}`.execute(tx);
  return rows;
}

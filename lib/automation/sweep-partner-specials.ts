/** The net under what partners ask for besides an enrollment: required courses, retakes, vouchers to be given back. */
import { sql, type RawBuilder } from "kysely";
import { asItself } from "#lib/db/client.ts";
import { findUnfinishedSwitches } from "#lib/db/switches.ts";
import { findVouchersToRelease } from "#lib/db/vouchers.ts";
import type { SubjectKind } from "#lib/automation/failure-subject.ts";
import { queueSwitch } from "#lib/automation/queue-switch.ts";
import { hasNoJob, reportSwept, SWEPT_AT_ONCE } from "#lib/automation/swept.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Looks once through all of them. */
export async function sweepPartnerSpecials(deps: WorkerDeps): Promise<void> {
  await sweepCompanions(deps);
  await sweepRetakes(deps);
  await sweepVouchers(deps);
  await sweepSwitches(deps);
}

/** Running steps whose course requires others the student is not enrolled in, and nobody was told of. */
async function sweepCompanions(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const { rows } = await sql<{ id: string; partner: string }>`
      select s.id, p.provider_type as partner
      from public.enrollment_steps s join public.partner_lms_providers p on p.id = s.provider_id and p.active
      where s.status = 'in_progress' and s.updated_at < now() - interval '1 minute'
        and exists (
          select from public.partner_course_requirements r
          join public.partner_courses c on c.id = r.required_course_id and c.provider_id = s.provider_id and c.active
          where r.course_id = s.course_id and not exists (
            select from public.companion_enrollments x
            where x.step_id = s.id and x.course_id = r.required_course_id and x.status <> 'pending'))
        and ${hasNoFailure("companions", sql`s.id`)} and ${hasNoJob("enroll-companions", sql`s.id::text`)} limit ${SWEPT_AT_ONCE}`.execute(
      tx,
    );
    reportSwept("enroll-companions", rows.length);
    await deps.queue.enqueue(
      tx,
      "enroll-companions",
      rows.map(({ id, partner }) => ({ data: { stepId: id }, key: id, group: partner })),
    );
  });
}

/** Enrollments that wait for a voucher at partners where an exam uses one up. */
async function sweepRetakes(deps: WorkerDeps): Promise<void> {
  const { partners, kinds } = examVouchers(deps);
  await asItself(deps.db, async (tx) => {
    const { rows } = await sql<{ id: string; partner: string }>`
      select e.id, p.provider_type as partner
      from public.partner_lms_enrollments e
      join public.partner_lms_providers p on p.id = e.provider_id and p.active and p.provider_type = any(${partners}::text[])
      join public.partner_courses c on c.id = e.course_id
      where e.status = 'active' and e.standing in ('exam_failed', 'voucher_expired')
        and c.kind = any(${kinds}::text[]) and e.last_progress_at < now() - interval '1 minute'
        and ${hasNoFailure("retake", sql`e.id`)} and ${hasNoJob("arrange-retake", sql`e.id::text`)} limit ${SWEPT_AT_ONCE}`.execute(
      tx,
    );
    reportSwept("arrange-retake", rows.length);
    await deps.queue.enqueue(
      tx,
      "arrange-retake",
      rows.map(({ id, partner }) => ({ data: { partnerEnrollmentId: id }, key: id, group: partner })),
    );
  });
}

/** Vouchers nobody will use any more: steps and enrollments end in many ways, this finds them all. */
async function sweepVouchers(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const rows = await findVouchersToRelease(tx, SWEPT_AT_ONCE);
    await deps.queue.enqueue(
      tx,
      "release-voucher",
      rows.map(({ id, partner }) => ({ data: { voucherId: id }, key: id, group: partner })),
    );
  });
}

/** Wishes to switch, and refunds of switches, that nothing works on. */
async function sweepSwitches(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const rows = await findUnfinishedSwitches(tx, SWEPT_AT_ONCE);
    reportSwept("switch-partner", rows.length);
    for (const { id, partner, isRefund } of rows)
      if (isRefund) await deps.queue.enqueue(tx, "refund-switch", [{ data: { switchId: id }, key: id }]);
      else await queueSwitch(tx, deps, { switchId: id, partner });
  });
}

function hasNoFailure(kind: SubjectKind, id: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select from public.partner_lms_enrollment_failures f
    where f.subject = ${`${kind}:`} || ${id} and f.resolved_at is null)`;
}

function examVouchers(deps: WorkerDeps): { partners: string[]; kinds: string[] } {
  const asking = deps.descriptors.filter(({ voucher }) => voucher?.kind === "exam_voucher");
  return {
    partners: asking.map(({ slug }) => slug),
    kinds: asking.flatMap(({ voucher }) => voucher?.courseKinds ?? []),
  };
}

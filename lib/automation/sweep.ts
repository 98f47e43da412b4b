/** Finds whatever should have a job and has none: the net under every other road. */
import { sql } from "kysely";
import { asItself } from "#lib/db/client.ts";
import { queueMailJobs } from "#lib/automation/relay-mail.ts";
import { expireOverdueHolds } from "#lib/automation/expire-holds.ts";
import { tellOfChangesLeft } from "#lib/automation/follow-seats.ts";
import { advanceEnrollment } from "#lib/automation/advance-enrollment.ts";
import { sweepPartnerSpecials } from "#lib/automation/sweep-partner-specials.ts";
import { hasNoJob, reportSwept, SWEPT_AT_ONCE } from "#lib/automation/swept.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Looks once through all kinds. Finding nothing is the rule; each find is a warning in the log. */
export async function sweep(deps: WorkerDeps): Promise<void> {
  await sweepSteps(deps);
  await sweepStalledEnrollments(deps);
  await sweepCertificates(deps);
  await sweepOrders(deps);
  await sweepMails(deps);
  await sweepEvents(deps);
  await sweepPartnerSpecials(deps);
  await expireOverdueHolds(deps);
  await tellOfChangesLeft(deps);
}

async function sweepSteps(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const { rows } = await sql<{ id: string; partner: string }>`
      select s.id, p.provider_type as partner
      from public.enrollment_steps s join public.partner_lms_providers p on p.id = s.provider_id
      where s.status = 'enrolling' and ${hasNoJob("enroll-step", sql`s.id::text`)} limit ${SWEPT_AT_ONCE}`.execute(
      tx,
    );
    reportSwept("enroll-step", rows.length);
    await deps.queue.enqueue(
      tx,
      "enroll-step",
      rows.map(({ id, partner }) => ({ data: { stepId: id }, key: id, group: partner })),
    );
  });
}

/** Active enrollments whose next step could begin: nothing runs, nothing failed. */
async function sweepStalledEnrollments(deps: WorkerDeps): Promise<void> {
  const stalled = await asItself(deps.db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select e.id from public.enrollments e
      where e.status = 'active'
        and not exists (select from public.enrollment_steps s
          where s.enrollment_id = e.id and (s.status in ('enrolling', 'in_progress') or (s.status = 'failed' and s.required)))
      limit ${SWEPT_AT_ONCE}`.execute(tx);
    return rows;
  });
  reportSwept("advance", stalled.length);
  for (const { id } of stalled) {
    await asItself(deps.db, (tx) => advanceEnrollment(tx, deps, id, "found waiting by the sweeper"));
  }
}

async function sweepCertificates(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select e.id from public.enrollments e
      join public.profiles f on f.id = e.user_id
      where e.status = 'completed'
        and not exists (select from public.certificates c where c.enrollment_id = e.id)
        -- Who was asked for their name is waited for, and not asked again every minute.
        and (f.legal_name_confirmed_at is not null or not exists (
          select from public.partner_lms_enrollment_failures x
          where x.subject = 'certificate:' || e.id and x.resolved_at is null))
        and ${hasNoJob("issue-certificate", sql`e.id::text`)} limit ${SWEPT_AT_ONCE}`.execute(tx);
    reportSwept("issue-certificate", rows.length);
    await deps.queue.enqueue(
      tx,
      "issue-certificate",
      rows.map(({ id }) => ({ data: { enrollmentId: id }, key: id })),
    );
  });
}

async function sweepOrders(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select o.id from public.orders o
      where o.status = 'paid'
        and not exists (select from public.enrollments e where e.order_id = o.id)
        and not exists (select from public.partner_lms_enrollment_failures f where f.order_id = o.id and f.resolved_at is null)
        and ${hasNoJob("settle-order", sql`o.id::text`)} limit ${SWEPT_AT_ONCE}`.execute(tx);
    reportSwept("settle-order", rows.length);
    await deps.queue.enqueue(
      tx,
      "settle-order",
      rows.map(({ id }) => ({ data: { orderId: id }, key: id })),
    );
  });
}

async function sweepMails(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select m.id from public.mails m
      where m.status = 'queued' and ${hasNoJob("send-mail", sql`m.id::text`)} limit ${SWEPT_AT_ONCE}`.execute(
      tx,
    );
    reportSwept("send-mail", rows.length);
    await queueMailJobs(tx, deps, rows);
  });
}

/** Events that were relayed, whose job is gone and that nobody marked: relayed again. */
async function sweepEvents(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update public.inbox_events set relayed_at = null
      where id in (
        select i.id from public.inbox_events i
        where i.handled_at is null and i.relayed_at < now() - interval '1 minute'
          and ${hasNoJob("handle-stripe-event", sql`i.id::text`)}
          and ${hasNoJob("handle-partner-event", sql`i.id::text`)}
          and ${hasNoJob("handle-admin-act", sql`i.id::text`)}
        limit ${SWEPT_AT_ONCE})
      returning id`.execute(tx);
    reportSwept("relay", rows.length);
  });
}

/** What deserves an alert right now, each as one query. Only counts leave this file. */
import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { AlertFacts, AlertKind } from "#lib/domain/alert-words.ts";

/** Something that is wrong at this moment. */
export interface AlertSign {
  kind: AlertKind;
  /** Slug of a partner, `stripe`, `mail`, or `baton`. */
  subject: string;
  facts: AlertFacts;
}

/** After how many hours without anything new a partner counts as silent. */
export interface SilenceLimit {
  partner: string;
  hours: number;
}

/** Calls in five minutes below which a share of them says nothing. */
const CALLS_TO_JUDGE = 10;
/** Share of calls beyond ten seconds from which their 95th percentile is. */
const SLOW_SHARE = 0.05;
/** Students who opened a course and were not heard of. */
const SILENCE_STUDENTS = 3;
/** Hours after opening a course in which nobody expects news. */
const NEWS_EXPECTED_AFTER_HOURS = 2;
/** Codes in stock below which somebody should order more. */
const VOUCHERS_LOW = 20;
/** Seconds a paid order may take to its first course. */
const LAUNCH_WITHIN_SECONDS = 300;

/** Looks for every sign. As the worker. */
export async function findAlertSigns(tx: Tx, limits: readonly SilenceLimit[]): Promise<AlertSign[]> {
  return [
    ...(await failingAndSlow(tx)),
    ...(await openBreakers(tx)),
    ...(await silentPartners(tx, limits)),
    ...(await shortVouchers(tx)),
    ...(await deadJobs(tx)),
    ...(await waitingOrders(tx)),
  ];
}

async function failingAndSlow(tx: Tx): Promise<AlertSign[]> {
  const rows = await ask<{ partner: string; calls: number; errors: number; slow: number }>(
    tx,
    sql`select partner, sum(calls)::int as calls, sum(errors)::int as errors, sum(over_10_s)::int as slow
      from public.partner_call_minutes where minute >= date_trunc('minute', now() - interval '5 minutes')
      group by partner having sum(calls) >= ${CALLS_TO_JUDGE}`,
  );
  return rows.flatMap(({ partner: subject, calls, errors, slow }) => [
    ...(errors * 2 > calls ? [{ kind: "partner_errors" as const, subject, facts: { calls, errors } }] : []),
    ...(slow > calls * SLOW_SHARE
      ? [{ kind: "partner_slow" as const, subject, facts: { calls, slow } }]
      : []),
  ]);
}

async function openBreakers(tx: Tx): Promise<AlertSign[]> {
  const rows = await ask<{ partner: string; openSeconds: number }>(
    tx,
    sql`select partner, extract(epoch from now() - opened_at)::int as "openSeconds"
      from public.partner_gates where opened_at is not null`,
  );
  return rows.map(({ partner: subject, openSeconds }) => ({
    kind: "partner_breaker",
    subject,
    facts: { openSeconds },
  }));
}

/**
 * Students opened a course a while ago and nothing changed since, nor for anybody else there. That a partner answers
 * when it is asked is no news: an answer that never changes may be the fault.
 */
async function silentPartners(tx: Tx, limits: readonly SilenceLimit[]): Promise<AlertSign[]> {
  const rows = await ask<{ partner: string; hours: number; students: number }>(
    tx,
    sql`with waiting as (
        select p.id, p.provider_type as partner, l.hours, count(distinct e.student_id)::int as students
        from unnest(${limits.map(({ partner }) => partner)}::text[], ${limits.map(({ hours }) => hours)}::int[])
          as l (partner, hours)
        join public.partner_lms_providers p on p.provider_type = l.partner and p.active
        join public.partner_lms_enrollments e on e.provider_id = p.id and e.status = 'active'
          and e.last_accessed_at between now() - make_interval(hours => l.hours)
            and now() - make_interval(hours => ${NEWS_EXPECTED_AFTER_HOURS})
        group by 1, 2, 3 having count(distinct e.student_id) >= ${SILENCE_STUDENTS}
      )
      select partner, hours, students from waiting w where not exists (
        select from public.partner_lms_enrollments e
        where e.provider_id = w.id and greatest(e.last_progress_at, e.completed_at) > now() - make_interval(hours => w.hours))`,
  );
  return rows.map(({ partner: subject, ...facts }) => ({ kind: "partner_silent", subject, facts }));
}

/** Of codes that we keep in stock. A partner whose codes nobody used lately may be out of use. */
async function shortVouchers(tx: Tx): Promise<AlertSign[]> {
  const rows = await ask<{ partner: string; available: number; used: number }>(
    tx,
    sql`select * from (
        select p.provider_type as partner,
          (count(*) filter (where v.status = 'available' and coalesce(v.expires_at > now(), true)))::int as available,
          (count(*) filter (where greatest(v.reserved_at, v.consumed_at) > now() - interval '30 days'))::int as used
        from public.partner_vouchers v join public.partner_lms_providers p on p.id = v.provider_id
        where v.code is not null group by 1
      ) stock where used > 0 and available < ${VOUCHERS_LOW}`,
  );
  return rows.map(({ partner: subject, ...facts }) => ({
    kind: facts.available > 0 ? "vouchers_low" : "vouchers_empty",
    subject,
    facts,
  }));
}

async function deadJobs(tx: Tx): Promise<AlertSign[]> {
  const [row] = await ask<{ jobs: number }>(
    tx,
    sql`select count(*)::int as jobs from public.partner_lms_enrollment_failures
      where reason = 'dead_job' and resolved_at is null`,
  );
  return row?.jobs ? [{ kind: "dead_jobs", subject: "baton", facts: { jobs: row.jobs } }] : [];
}

async function waitingOrders(tx: Tx): Promise<AlertSign[]> {
  const [row] = await ask<{ orders: number; oldestSeconds: number }>(
    tx,
    sql`select orders, oldest_seconds as "oldestSeconds" from private.oldest_waiting_order(${LAUNCH_WITHIN_SECONDS})`,
  );
  return row?.orders ? [{ kind: "orders_waiting", subject: "baton", facts: { ...row } }] : [];
}

async function ask<Row>(tx: Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await (query as RawBuilder<Row>).execute(tx);
  return rows;
}

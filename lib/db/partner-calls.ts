/** Calls to the outside: each as a row, and added up per partner and minute. */
import type pg from "pg";
import type { OutsideCall } from "#lib/domain/outside-call.ts";

/** A call and how long ago it ended, in milliseconds: the database's clock makes a time of it. */
export interface TimedCall extends OutsideCall {
  agoMs: number;
}

const LONGEST_MS = 2 ** 31 - 1;

/** Minutes are taken in one order by all processes, so that none waits for another in a circle. */
const INSERT = `with call as materialized (
    select partner, operation, outcome, status, ms, clock_timestamp() - make_interval(secs => ago_ms / 1000) as called_at
    from unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::double precision[])
      as call (partner, operation, outcome, status, ms, ago_ms)
  ), kept as (
    insert into public.partner_calls (partner, operation, outcome, status, ms, called_at)
    select partner, operation, outcome, status, ms, called_at from call
  )
  insert into public.partner_call_minutes as m
    (partner, minute, calls, errors, ms_sum, ms_max, to_100_ms, to_300_ms, to_1_s, to_3_s, to_10_s, over_10_s)
  select partner, date_trunc('minute', called_at), count(*), count(*) filter (where outcome <> 'ok'), sum(ms), max(ms),
    count(*) filter (where ms <= 100), count(*) filter (where ms > 100 and ms <= 300),
    count(*) filter (where ms > 300 and ms <= 1000), count(*) filter (where ms > 1000 and ms <= 3000),
    count(*) filter (where ms > 3000 and ms <= 10000), count(*) filter (where ms > 10000)
  from call group by 1, 2 order by 1, 2
  on conflict (partner, minute) do update set
    calls = m.calls + excluded.calls, errors = m.errors + excluded.errors, ms_sum = m.ms_sum + excluded.ms_sum,
    ms_max = greatest(m.ms_max, excluded.ms_max), to_100_ms = m.to_100_ms + excluded.to_100_ms,
    to_300_ms = m.to_300_ms + excluded.to_300_ms, to_1_s = m.to_1_s + excluded.to_1_s,
    to_3_s = m.to_3_s + excluded.to_3_s, to_10_s = m.to_10_s + excluded.to_10_s,
    over_10_s = m.over_10_s + excluded.over_10_s`;

/** Stores calls and adds them to their minutes, in one statement. A second time stores them twice. */
export async function insertPartnerCalls(pool: pg.Pool, calls: readonly TimedCall[]): Promise<void> {
  await pool.query({
    name: "insert_partner_calls",
    text: INSERT,
    values: [
      calls.map(({ partner }) => partner),
      calls.map(({ operation }) => operation),
      calls.map(({ outcome }) => outcome),
      calls.map(({ status }) => status),
      calls.map(({ ms }) => Math.min(Math.round(ms), LONGEST_MS)),
      calls.map(({ agoMs }) => agoMs),
    ],
  });
}

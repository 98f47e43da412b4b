/** How partners and the students at them are doing. Admins only see figures. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { CallFigures } from "#lib/domain/call-figures.ts";

/** One partner at a glance. */
export interface PartnerState {
  slug: string;
  name: string;
  active: boolean;
  supportEmail: string | null;
  /** Steps in progress there. */
  learning: number;
  /** Steps being set up there. */
  settingUp: number;
  /** Steps in progress without news for longer than the partner's own limit. */
  stuck: number;
  openFailures: number;
  /** Of the students there now. */
  lastNewsAt: Date | null;
  /** Since when nobody asks the partner, because it kept failing; null while everybody may. */
  brokenSince: Date | null;
  lastHour: CallFigures;
  /** Codes of the school's own stock that can still be used. */
  stock: number;
}

/** Calls of five minutes. */
export interface CallStretch extends CallFigures {
  since: Date;
}

/** Reads every partner, by name; `stuckAfterHours` are the partners' own limits by slug. One query. */
export async function readPartnerStates(
  tx: Tx,
  stuckAfterHours: Readonly<Record<string, number>>,
): Promise<PartnerState[]> {
  const { rows } = await sql<StateRow>`
    select p.provider_type as slug, p.provider_name as name, p.active, p.support_email as "supportEmail",
      coalesce(students.learning, 0) as learning, coalesce(students.setting_up, 0) as "settingUp",
      coalesce(students.stuck, 0) as stuck, students.last_news_at as "lastNewsAt",
      gate.opened_at as "brokenSince", coalesce(failures.open, 0) as "openFailures",
      coalesce(vouchers.available, 0) as stock, to_jsonb(figures) as calls
    from partner_lms_providers p
    left join lateral (${students(stuckAfterHours)}) students on true
    left join lateral (
      select count(*)::int as open from partner_lms_enrollment_failures f
      where f.provider_id = p.id and f.resolved_at is null) failures on true
    left join lateral (
      select count(*)::int as available from partner_vouchers v
      where v.provider_id = p.id and v.status = 'available' and (v.expires_at is null or v.expires_at > now())) vouchers on true
    left join lateral (
      select ${FIGURES} from partner_call_minutes m
      where m.partner = p.provider_type and m.minute > now() - interval '1 hour') figures on true
    left join partner_gates gate on gate.partner = p.provider_type
    order by p.provider_name, p.id`.execute(tx);
  return rows.map(({ calls, ...row }) => ({ ...row, lastHour: figuresOf(calls) }));
}

/** Finds the id of a provider by its slug; null when there is none. One query. */
export async function findProviderId(tx: Tx, slug: string): Promise<string | null> {
  const row = await tx
    .selectFrom("partner_lms_providers")
    .where("provider_type", "=", slug)
    .select("id")
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Reads how calls to one partner went in the last hour, five minutes at a time, oldest first. One query. */
export async function readCallStretches(tx: Tx, partner: string): Promise<CallStretch[]> {
  const { rows } = await sql<{ since: Date } & FigureRow>`
    select date_bin('5 minutes', m.minute, 'epoch') as since, ${FIGURES}
    from partner_call_minutes m
    where m.partner = ${partner} and m.minute > now() - interval '1 hour'
    group by 1 order by 1`.execute(tx);
  return rows.map(({ since, ...row }) => ({ since, ...figuresOf(row) }));
}

/** One time something about a partner needed a person. */
export interface PartnerAlert {
  id: string;
  kind: string;
  openedAt: Date;
  resolvedAt: Date | null;
}

const ALERTS_SHOWN = 10;

/** Reads the latest alerts about one partner, open ones first. One query. */
export function readPartnerAlerts(tx: Tx, partner: string): Promise<PartnerAlert[]> {
  return tx
    .selectFrom("alerts")
    .where("subject", "=", partner)
    .orderBy((eb) => eb("resolved_at", "is", null), "desc")
    .orderBy("opened_at", "desc")
    .limit(ALERTS_SHOWN)
    .select(["id", "kind", "opened_at as openedAt", "resolved_at as resolvedAt"])
    .execute();
}

type StateRow = Omit<PartnerState, "lastHour"> & { calls: FigureRow };

interface FigureRow {
  calls: number;
  errors: number;
  ms_sum: number;
  ms_max: number;
  to_100_ms: number;
  to_300_ms: number;
  to_1_s: number;
  to_3_s: number;
  to_10_s: number;
  over_10_s: number;
}

const FIGURES = sql`
  coalesce(sum(m.calls), 0)::int as calls, coalesce(sum(m.errors), 0)::int as errors,
  coalesce(sum(m.ms_sum), 0)::float8 as ms_sum, coalesce(max(m.ms_max), 0)::int as ms_max,
  coalesce(sum(m.to_100_ms), 0)::int as to_100_ms, coalesce(sum(m.to_300_ms), 0)::int as to_300_ms,
  coalesce(sum(m.to_1_s), 0)::int as to_1_s, coalesce(sum(m.to_3_s), 0)::int as to_3_s,
  coalesce(sum(m.to_10_s), 0)::int as to_10_s, coalesce(sum(m.over_10_s), 0)::int as over_10_s`;

/** Who only waits for the day of a session or appointment is not stuck. */
function students(stuckAfterHours: Readonly<Record<string, number>>) {
  const limit = sql`make_interval(hours => (${JSON.stringify(stuckAfterHours)}::jsonb ->> p.provider_type)::int)`;
  return sql`
    select count(*) filter (where s.status = 'in_progress')::int as learning,
      count(*) filter (where s.status = 'enrolling')::int as setting_up,
      count(*) filter (where s.status = 'in_progress'
        and coalesce(known.last_progress_at, s.started_at) < now() - ${limit}
        and not (known.standing in ('session_booked', 'appointment_booked') and known.standing_at > now()))::int as stuck,
      max(known.last_news_at) as last_news_at
    from enrollment_steps s
    left join partner_lms_enrollments known on known.id = s.partner_enrollment_id
    where s.provider_id = p.id and s.status in ('in_progress', 'enrolling')`;
}

function figuresOf(row: FigureRow): CallFigures {
  return {
    calls: row.calls,
    errors: row.errors,
    msSum: row.ms_sum,
    msMax: row.ms_max,
    to100Ms: row.to_100_ms,
    to300Ms: row.to_300_ms,
    to1S: row.to_1_s,
    to3S: row.to_3_s,
    to10S: row.to_10_s,
    over10S: row.over_10_s,
  };
}

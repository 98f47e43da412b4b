/** Figures that belong to no process: breakers, open alerts, the longest wait. */
import type pg from "pg";

/** As `/metrics` shows them. */
export interface SharedFigureRows {
  breakers: { partner: string; isOpen: boolean }[];
  alerts: { kind: string; count: number }[];
  /** 0 when nobody waits. */
  oldestWaitingOrderSeconds: number;
}

const ANSWER_WITHIN_MS = 2000;
const QUESTION = `select
  (select coalesce(json_agg(json_build_object('partner', partner, 'isOpen', opened_at is not null)), '[]')
    from public.partner_gates) as breakers,
  (select coalesce(json_agg(json_build_object('kind', kind, 'count', open)), '[]')
    from (select kind, count(*) filter (where resolved_at is null) as open from public.alerts group by kind) a) as alerts,
  (select oldest_seconds from private.oldest_waiting_order(0)) as "oldestWaitingOrderSeconds"`;

/** Reads them, as web or worker. Rejects when the database does not answer within two seconds. */
export async function readSharedFigures(pool: pg.Pool): Promise<SharedFigureRows> {
  const query = { text: QUESTION, query_timeout: ANSWER_WITHIN_MS };
  const { rows } = await pool.query<SharedFigureRows>(query);
  const [figures] = rows;
  if (!figures) throw new Error("the question for figures was not answered");
  return figures;
}

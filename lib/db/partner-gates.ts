/** The rate limit and breaker of each partner that all processes share: one row, moved by three functions of the database. */
import type pg from "pg";

interface Counts {
  people: number;
  background: number;
}

interface Taken extends Counts {
  isProbe: boolean;
  refusedMs: number | null;
  nextMs: number | null;
}

export interface SharedGates {
  /** Takes up to so many calls out of the partner's bucket; rejects when the database does not answer in time. */
  take(partner: string, perSecond: number, wanted: Counts): Promise<Taken>;
  /** Lets nobody ask the partner for `refuseMs`, then exactly one. Opening again prolongs it. */
  open(partner: string, refuseMs: number): Promise<void>;
  /** Lets everybody ask again. Closed already: nothing happens. */
  close(partner: string): Promise<void>;
}

const ANSWER_WITHIN_MS = 2000;
const TAKE = `select people, background, is_probe as "isProbe", refused_ms as "refusedMs", next_ms as "nextMs"
  from private.take_partner_calls($1, $2, $3, $4)`;

/** Makes the gates of one process. Each question is one short statement on a connection of `pool`. */
export function openPartnerGates(pool: pg.Pool): SharedGates {
  const ask = (name: string, text: string, values: unknown[]) => {
    const query: pg.QueryConfig & { query_timeout: number } = {
      name,
      text,
      values,
      query_timeout: ANSWER_WITHIN_MS,
    };
    return pool.query<Taken>(query);
  };
  return {
    async take(partner, perSecond, { people, background }) {
      const { rows } = await ask("take_partner_calls", TAKE, [partner, perSecond, people, background]);
      const [taken] = rows;
      if (!taken) throw new Error("take_partner_calls answered without a row");
      return taken;
    },
    async open(partner, refuseMs) {
      await ask("open_partner_breaker", "select private.open_partner_breaker($1, $2)", [partner, refuseMs]);
    },
    async close(partner) {
      await ask("close_partner_breaker", "select private.close_partner_breaker($1)", [partner]);
    },
  };
}

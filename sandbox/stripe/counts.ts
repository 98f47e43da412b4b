import type { Account } from "#sandbox/stripe/account.ts";

/** What the account holds, for whoever compares it with what Baton believes. */
export interface Counts {
  sessions: { open: number; complete: number; expired: number };
  /** Complete sessions whose money is here, or that cost nothing. */
  paidSessions: number;
  events: number;
  /** Events with an arrival still outstanding: waiting, on the way, dropped or given up. */
  undeliveredEvents: number;
  /** Those of them that nobody will send again unasked. At quiet both figures are the same. */
  stuckEvents: number;
  refunds: number;
}

/** Counts everything now. */
export function countAll(account: Account): Counts {
  const number = (sql: string, ...values: string[]): number =>
    Number(account.db.prepare(sql).get(...values)?.["n"] ?? 0);
  const objects = "select count(*) as n from stripe_objects where kind = ?";
  const deliveries = "select count(distinct event_id) as n from stripe_deliveries where state";
  const sessions = (status: string): number =>
    number(`${objects} and status = ?`, "checkout.session", status);
  return {
    sessions: { open: sessions("open"), complete: sessions("complete"), expired: sessions("expired") },
    paidSessions: number(
      `${objects} and status = 'complete' and payment_status in ('paid', 'no_payment_required')`,
      "checkout.session",
    ),
    events: number(objects, "event"),
    undeliveredEvents: number(`${deliveries} in ('waiting', 'sending', 'dropped', 'given_up')`),
    stuckEvents: number(
      `${deliveries} in ('dropped', 'given_up') and event_id not in (select event_id from stripe_deliveries where state in ('waiting', 'sending'))`,
    ),
    refunds: number(objects, "refund"),
  };
}

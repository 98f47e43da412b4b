/** The sandbox's own count: what Baton really made at the partners. */
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";

export interface PartnerCounts {
  accounts: number;
  enrollments: { enrolled: number; completed: number; canceled: number };
  /** Accounts beyond the first of one reference; must be 0. */
  duplicateAccounts: number;
  /** Live enrollments beyond the first of one reference; must be 0. */
  duplicateEnrollments: number;
  /** What else was used twice and may be used once, by the partner's own measure; must be 0. */
  duplicateSpecials: number;
  /** Waiting or on their way. */
  undeliveredWebhooks: number;
  droppedWebhooks: number;
  /** What this partner alone counts: vouchers, seats. */
  specials: Record<string, number>;
}

/** Counts for each partner. */
export function countPartners(
  engine: PartnerEngine,
  partners: readonly PlayedPartner[],
): Record<string, PartnerCounts> {
  return Object.fromEntries(partners.map((partner) => [partner.slug, countPartner(engine, partner)]));
}

function countPartner(engine: PartnerEngine, partner: PlayedPartner): PartnerCounts {
  const { db } = engine.context;
  const office = engine.office(partner);
  const one = (sql: string) => (db.prepare(sql).get(partner.slug) as { n: number }).n;
  const enrollments = (status: string) =>
    one(`select count(*) n from partner_enrollments where partner = ? and status = '${status}'`);
  const deliveries = (states: string) =>
    one(`select count(*) n from partner_deliveries where partner = ? and state in (${states})`);
  return {
    accounts: one("select count(*) n from partner_accounts where partner = ?"),
    enrollments: {
      enrolled: enrollments("enrolled"),
      completed: enrollments("completed"),
      canceled: enrollments("canceled"),
    },
    duplicateAccounts: one(
      "select count(*) - count(distinct reference) n from partner_accounts where partner = ?",
    ),
    duplicateEnrollments: one(
      `select count(*) - count(distinct reference) n from partner_enrollments
       where partner = ? and status <> 'canceled'`,
    ),
    duplicateSpecials: partner.specials?.countDoubles?.(office) ?? 0,
    undeliveredWebhooks: deliveries("'waiting', 'sending'"),
    droppedWebhooks: deliveries("'dropped', 'given_up'"),
    specials: partner.specials?.counts?.(office) ?? {},
  };
}

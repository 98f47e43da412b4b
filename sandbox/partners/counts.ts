/** The sandbox's own count: what Baton really made at the partners. */
import type { DatabaseSync } from "node:sqlite";

export interface PartnerCounts {
  accounts: number;
  enrollments: { enrolled: number; completed: number; canceled: number };
  /** Accounts beyond the first of one reference; must be 0. */
  duplicateAccounts: number;
  /** Live enrollments beyond the first of one reference; must be 0. */
  duplicateEnrollments: number;
  /** Waiting or on their way. */
  undeliveredWebhooks: number;
  droppedWebhooks: number;
}

/** Counts for each partner. */
export function countPartners(db: DatabaseSync, slugs: readonly string[]): Record<string, PartnerCounts> {
  return Object.fromEntries(slugs.map((slug) => [slug, countPartner(db, slug)]));
}

function countPartner(db: DatabaseSync, slug: string): PartnerCounts {
  const one = (sql: string) => (db.prepare(sql).get(slug) as { n: number }).n;
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
    undeliveredWebhooks: deliveries("'waiting', 'sending'"),
    droppedWebhooks: deliveries("'dropped', 'given_up'"),
  };
}

/** What is looked at once everything is quiet: the invariants, and both sides' counts. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";

const INVARIANTS = path.resolve(import.meta.dirname, "../../tests/invariants.sql");

export interface Broken {
  invariant: number;
  broken: string;
  subject: string;
}

/** Runs every line of tests/invariants.sql and returns the rows found; none is as it should be. */
export async function findBrokenInvariants(pool: pg.Pool): Promise<Broken[]> {
  const lines = readFileSync(INVARIANTS, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("select"));
  const found: Broken[] = [];
  for (const line of lines) {
    const { rows } = await pool.query<unknown[]>({ text: line, rowMode: "array" });
    for (const [invariant, broken, subject] of rows) {
      found.push({ invariant: Number(invariant), broken: String(broken), subject: String(subject) });
    }
  }
  return found;
}

/**
 * Waits until nothing is on its way: no event unrelayed, no job that runs or is due within a minute, no webhook
 * undelivered. False when that did not come within `withinMs`.
 */
export async function untilQuiet(pool: pg.Pool, sandboxUrl: string, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if ((await undelivered(sandboxUrl)) === 0 && (await busy(pool)) === 0) return true;
    await pause(250);
  }
  return false;
}

/** Things on their way inside Baton; ticks of the schedule do not count. */
async function busy(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ busy: number }>(`
    select (
      (select count(*) from public.inbox_events where relayed_at is null)
      + (select count(*) from pgboss.job where name not like '\\_\\_%'
          and name not in ('sweep', 'sync-active-partner-enrollments', 'sync-partner', 'collect-partner-records', 'reconcile-payments')
          and (state = 'active' or (state in ('created', 'retry') and start_after < now() + interval '1 minute')))
    )::int as busy`);
  return rows[0]!.busy;
}

/** What the sandbox counts on its own side. */
export interface SandboxCounts {
  stripe: { paidSessions: number; undeliveredEvents: number; stuckEvents: number };
  partners: Record<string, PartnerCounts>;
}

interface PartnerCounts {
  accounts: number;
  duplicateAccounts: number;
  duplicateEnrollments: number;
  /** Vouchers, promo codes, seats. */
  duplicateSpecials: number;
  undeliveredWebhooks: number;
}

/** Asks both sides of the sandbox for their counts. */
export async function readSandboxCounts(sandboxUrl: string): Promise<SandboxCounts> {
  const read = async (where: string) => (await fetch(`${sandboxUrl}${where}`)).json();
  const stripe = (await read("/stripe/_sandbox/counts")) as SandboxCounts["stripe"];
  return { stripe, partners: (await read("/_sandbox/counts")) as SandboxCounts["partners"] };
}

/** Accounts, enrollments, vouchers the partners hold twice for one reference; 0 is as it should be. */
export function countDoubles({ partners }: SandboxCounts): number {
  return Object.values(partners).reduce(
    (sum, each) => sum + each.duplicateAccounts + each.duplicateEnrollments + each.duplicateSpecials,
    0,
  );
}

/** Webhooks on their way; those dropped on purpose do not count. */
async function undelivered(sandboxUrl: string): Promise<number> {
  const { stripe, partners } = await readSandboxCounts(sandboxUrl);
  const own = stripe.undeliveredEvents - stripe.stuckEvents;
  return Object.values(partners).reduce((sum, each) => sum + each.undeliveredWebhooks, own);
}

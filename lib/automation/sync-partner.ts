/** One round through the enrollments of one partner that are due: several reads at once, as fast as the partner allows. */
import { asItself } from "#lib/db/client.ts";
import { giveBack, keepUnchanged, putOff, takeDue, type DueEnrollment } from "#lib/db/sync-leases.ts";
import { applyPartnerReading } from "#lib/automation/apply-partner-reading.ts";
import { isUnchanged } from "#lib/automation/unchanged-reading.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { logInfo, logWarn } from "#lib/logger.ts";
import { PartnerAPIError, type PartnerConnector } from "#lib/partners/base.ts";
import { runInBackground } from "#lib/partners/index.ts";
import type { Run } from "#lib/queue/runner.ts";

/** After so long the round ends, below what the queue allows a job; the next tick goes on with what is due then. */
const ROUND_SECONDS = 14 * 60;
/** Reads that failed one after the other, after which the partner is left alone until the next tick. */
const FAILURES_IN_A_ROW = 10;
/** Reads side by side; the partner's gate says how fast. */
const AT_ONCE = 32;
const TAKEN_AT_ONCE = 100;

/**
 * Reads everything due at one partner, oldest news first. Calls made by people go first. However many workers there
 * are, one of them has a partner's round (the job's key), and what it took is nobody else's (a lease in the row).
 */
export async function syncPartner(deps: WorkerDeps, run: Run<"sync-partner">): Promise<void> {
  const startedAt = performance.now();
  const round = new Round(deps, run.data.partner, AbortSignal.any([run.signal, run.stopping]));
  await runInBackground(() => round.run());
  const { read: count, outcome } = round;
  if (count === 0) return;
  const ms = Math.round(performance.now() - startedAt);
  logInfo("[syncAllActivePartnerEnrollments]", { partner: run.data.partner, count, outcome, ms });
}

class Round {
  read = 0;
  outcome: "done" | "time is up" | "partner fails" | "stopped" = "done";
  readonly #deps: WorkerDeps;
  readonly #partner: string;
  readonly #signal: AbortSignal;
  readonly #endsAt = performance.now() + ROUND_SECONDS * 1000;
  #waiting: DueEnrollment[] = [];
  #unchanged: DueEnrollment[] = [];
  #taking: Promise<void> | null = null;
  #nothingMore = false;
  #failures = 0;

  constructor(deps: WorkerDeps, partner: string, signal: AbortSignal) {
    this.#deps = deps;
    this.#partner = partner;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const connector = this.#deps.findConnector(this.#partner);
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#readOneByOne(connector)));
    await this.#keepUnchanged();
    if (this.#waiting.length > 0) await giveBack(this.#deps.db.kysely, this.#waiting);
  }

  async #readOneByOne(connector: PartnerConnector): Promise<void> {
    for (let due = await this.#next(); due; due = await this.#next()) {
      try {
        await this.#readOne(connector, due);
        this.#failures = 0;
      } catch (error) {
        await this.#failed(due, error);
      }
    }
  }

  /** The next one to read; null when the round is over. */
  async #next(): Promise<DueEnrollment | null> {
    while (this.#goesOn()) {
      const due = this.#waiting.shift();
      if (due) return due;
      if (this.#nothingMore) return null;
      this.#taking ??= this.#takeMore().finally(() => (this.#taking = null));
      await this.#taking;
    }
    return null;
  }

  #goesOn(): boolean {
    if (this.#signal.aborted) this.outcome = "stopped";
    else if (this.#failures >= FAILURES_IN_A_ROW) this.outcome = "partner fails";
    else if (performance.now() > this.#endsAt) this.outcome = "time is up";
    return this.outcome === "done";
  }

  async #takeMore(): Promise<void> {
    const taken = await takeDue(this.#deps.db.kysely, this.#partner, TAKEN_AT_ONCE);
    this.#nothingMore = taken.length === 0;
    this.#waiting.push(...taken);
  }

  async #readOne(connector: PartnerConnector, due: DueEnrollment): Promise<void> {
    const reading = await connector.getProgress(due.externalEnrollmentId);
    this.read++;
    if (!reading) {
      logWarn("[syncSingleEnrollment]", { outcome: "unknown at partner", partnerEnrollmentId: due.id });
      return putOff(this.#deps.db.kysely, due);
    }
    if (!isUnchanged(due, reading)) {
      await asItself(this.#deps.db, (tx) =>
        applyPartnerReading(tx, this.#deps, this.#partner, reading, due.takenAt),
      );
      return;
    }
    this.#unchanged.push(due);
    if (this.#unchanged.length >= TAKEN_AT_ONCE) await this.#keepUnchanged();
  }

  async #keepUnchanged(): Promise<void> {
    await keepUnchanged(this.#deps.db.kysely, this.#unchanged.splice(0));
  }

  /** A read that may work later comes back when its lease is over; one that was refused is put off. */
  async #failed(due: DueEnrollment, error: unknown): Promise<void> {
    this.#failures++;
    const kind = error instanceof PartnerAPIError ? error.kind : "internal";
    logWarn("[syncSingleEnrollment]", { outcome: "failed", kind, partnerEnrollmentId: due.id });
    if (kind === "rejected" || kind === "action_required") await putOff(this.#deps.db.kysely, due);
  }
}

/** Keeps what this process asked outside: for a second in memory, then in the database. */
import type pg from "pg";
import { insertPartnerCalls } from "#lib/db/partner-calls.ts";
import type { OutsideCall } from "#lib/domain/outside-call.ts";
import { logWarn } from "#lib/logger.ts";
import { partnerCalls, partnerCallSeconds } from "#lib/metrics.ts";

export interface CallRecorder {
  /** Counts a call and keeps it for the next write. Never throws. */
  record(call: OutsideCall): void;
  /** Writes what is left. Calls recorded later are only counted. */
  stop(): Promise<void>;
}

const WRITE_EVERY_MS = 1000;
const CALLS_PER_WRITE = 5000;
/** Kept while the database is away; beyond it the oldest are given up. */
const CALLS_KEPT = 20_000;

/**
 * Starts recording. One statement a second at most, and none while nobody calls. A process that is killed loses its
 * last second: figures, not facts.
 */
export function startCallRecorder(pool: pg.Pool): CallRecorder {
  let waiting: (OutsideCall & { endedAt: number })[] = [];
  let lost = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  let stopped = false;

  const writeSoon = () => {
    if (timer || stopped) return;
    timer = setTimeout(() => {
      timer = null;
      writing = write();
    }, WRITE_EVERY_MS);
    timer.unref();
  };

  async function write(): Promise<void> {
    const batch = waiting.splice(0, CALLS_PER_WRITE);
    if (batch.length === 0) return;
    const now = performance.now();
    try {
      await insertPartnerCalls(
        pool,
        batch.map((call) => ({ ...call, agoMs: now - call.endedAt })),
      );
    } catch (error) {
      if (isRefused(error)) lost += batch.length;
      else keepAgain(batch);
    }
    tellLoss();
    if (waiting.length > 0) writeSoon();
  }

  function keepAgain(batch: typeof waiting): void {
    waiting = [...batch, ...waiting];
    lost += waiting.splice(0, Math.max(0, waiting.length - CALLS_KEPT)).length;
  }

  function tellLoss(): void {
    if (lost > 0) logWarn("[partnerCalls]", { outcome: "lost", count: lost });
    lost = 0;
  }

  return {
    record(call) {
      partnerCalls.inc({ partner: call.partner, operation: call.operation, outcome: call.outcome });
      partnerCallSeconds.observe({ partner: call.partner }, call.ms / 1000);
      if (stopped) return;
      waiting.push({ ...call, endedAt: performance.now() });
      writeSoon();
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await writing;
      await write();
    },
  };
}

/** SQLSTATE classes 22 and 23: the data itself is refused, so it would be again. */
function isRefused(error: unknown): boolean {
  return /^2[23]/.test(String((error as { code?: unknown }).code));
}

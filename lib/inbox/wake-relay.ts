/** Tells the worker's relay that there is something new: a hint, its polling is the safety net. */
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";

/** The channel the relay listens on. */
export const INBOX_CHANNEL = "baton_inbox";
/** NOTIFY takes a lock that serialises commits: one now and then, never one per event. */
const QUIET_MS = 50;
/** A database that is silent for so long is not waited for: the next wake-up takes another connection. */
const ANSWER_WITHIN_MS = 2000;

export interface Waker {
  /** Wakes the relay now, or shortly when it was woken just before. */
  wake(): void;
  /** Resolves once no wake-up is on its way. */
  settle(): Promise<void>;
}

/** Makes the waker of this process. A wake-up that does not reach the database is dropped. */
export function createWaker(pool: pg.Pool): Waker {
  const query = {
    text: "select pg_notify($1, '')",
    values: [INBOX_CHANNEL],
    query_timeout: ANSWER_WITHIN_MS,
  };
  let again = false;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    do {
      again = false;
      await pool.query(query).catch(() => undefined);
      await pause(QUIET_MS);
    } while (again);
    running = null;
  }

  return {
    wake: () => {
      again = true;
      running ??= run();
    },
    settle: async () => {
      await running;
    },
  };
}

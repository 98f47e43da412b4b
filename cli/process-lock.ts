/**
 * A lock between processes that the operating system gives back however its holder ends: an exclusive
 * transaction on an empty SQLite file.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export interface ProcessLock {
  release(): void;
}

const ASK_AGAIN_AFTER_MS = 200;

/** Takes the lock kept in `file`, or returns null while another process holds it. */
export async function tryLock(file: string): Promise<ProcessLock | null> {
  const { DatabaseSync } = await import("node:sqlite");
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("begin exclusive");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (/locked|busy/i.test((error as Error).message)) return null;
    throw error;
  }
}

/** Takes the lock, waiting for as long as another process holds it or until `signal` gives up. */
export async function waitForLock(file: string, signal?: AbortSignal): Promise<ProcessLock> {
  for (;;) {
    const lock = await tryLock(file);
    if (lock) return lock;
    await pause(ASK_AGAIN_AFTER_MS, undefined, signal ? { signal } : {});
  }
}

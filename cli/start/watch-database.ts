/** Keeps the embedded server up: it is started again, on its old port, when it ended by itself. */
import { setTimeout as pause } from "node:timers/promises";
import { DATA_FOLDER } from "#cli/database.ts";
import { ensurePostgres, isPostgresRunning } from "#lib/db/embedded.ts";

const LOOK_EVERY_MS = 1_000;

/**
 * Looks every second whether the server at `url` still runs. What web and worker do meanwhile fails and is
 * tried again; nothing committed is lost. Call `stop` before the server is stopped on purpose.
 */
export function watchDatabase(url: string, say: (sentence: string) => void): { stop(): Promise<void> } {
  const over = new AbortController();
  const running = watch(Number(new URL(url).port), say, over.signal);
  return {
    async stop() {
      over.abort();
      await running;
    },
  };
}

async function watch(port: number, say: (sentence: string) => void, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted || isPostgresRunning(DATA_FOLDER)) continue;
    try {
      const { adopted } = await ensurePostgres(DATA_FOLDER, { port: String(port) });
      if (!adopted) say("The database ended by itself and was started again; see .baton/postgres.log.");
    } catch (error) {
      say(`The database is down: ${(error as Error).message}`);
    }
  }
}

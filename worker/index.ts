/** The worker process: puts the parts together, runs jobs until told to stop. No logic of its own. */
import { databaseUrl, loadConfig } from "#lib/config.ts";
import { startWorker } from "#lib/automation/start-worker.ts";
import { logError, logInfo } from "#lib/logger.ts";

/** Seconds running jobs get after SIGTERM; what is not done by then is run again elsewhere. */
const DRAIN_SECONDS = 25;

const config = loadConfig();
const worker = await startWorker(config, databaseUrl(config, "worker"));
logInfo("[worker] ready", { pid: process.pid });
process.send?.({ ready: true });

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await worker.stop(DRAIN_SECONDS).catch((error: unknown) => logError("[worker] stop", error));
  logInfo("[worker] stopped");
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
// The process that started us is gone: nobody is left to tell us to stop.
process.on("disconnect", () => void stop());

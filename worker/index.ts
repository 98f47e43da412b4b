/** The worker process: starts, tells whoever started it that it works, and ends when asked to. */
import { startWorker, type Worker } from "#lib/automation/start-worker.ts";
import { ConfigError, loadConfig } from "#lib/config.ts";
import { logError, logInfo } from "#lib/logger.ts";
import { openStatus, type StatusServer } from "#worker/status.ts";

/** Jobs that run get this long to finish; five more seconds remain for closing the rest. */
const DRAIN_SECONDS = 25;
const GIVE_UP_SECONDS = 30;

process.env["BATON_PROCESS"] ??= "worker";

try {
  const config = loadConfig();
  const worker = await startWorker();
  const status = await openStatus(config);
  logInfo("worker works", { pid: process.pid, ...(status ? { port: status.port } : {}) });
  process.send?.({ ready: true });
  stopWhenAsked(worker, status);
} catch (error) {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else logError("worker does not start", error);
  // Whatever was opened before the failure must not keep the process alive.
  process.exit(1);
}

/** Signals, and the end of whoever started us. */
function stopWhenAsked(worker: Worker, status: StatusServer | null): void {
  let stopping = false;
  const stop = (reason: string) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), GIVE_UP_SECONDS * 1000).unref();
    void Promise.all([worker.stop(DRAIN_SECONDS), status?.stop()]).then(() => {
      logInfo("worker stopped", { reason });
      process.exit(0);
    });
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));
  process.on("disconnect", () => stop("left alone"));
}

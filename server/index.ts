/** The web process: starts, tells whoever started it that it listens, and ends when asked to. */
import { ConfigError } from "#lib/config.ts";
import { logError, logInfo } from "#lib/logger.ts";
import { PortError } from "#server/listen.ts";
import { startWeb, type Web } from "#server/start.ts";

/** Finishing what runs may take this long; five more seconds remain for closing the rest. */
const DRAIN_SECONDS = 25;
const GIVE_UP_SECONDS = 30;

try {
  const web = await startWeb();
  logInfo("web listens", { port: web.port, pid: process.pid });
  process.send?.({ ready: true, port: web.port });
  stopWhenAsked(web);
} catch (error) {
  const isForPeople = error instanceof ConfigError || error instanceof PortError;
  if (isForPeople) process.stderr.write(`${error.message}\n`);
  else logError("web does not start", error);
  process.exitCode = 1;
  process.disconnect?.();
}

/** Signals, and the end of whoever started us. */
function stopWhenAsked(web: Web): void {
  let stopping = false;
  const stop = (reason: string) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), GIVE_UP_SECONDS * 1000).unref();
    void web.stop(DRAIN_SECONDS).then(() => {
      logInfo("web stopped", { reason });
      process.exit(0);
    });
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));
  process.on("disconnect", () => stop("left alone"));
}

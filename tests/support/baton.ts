/** Runs the `baton` command as a process of its own, in a folder of its own, the way a person would. */
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const LAUNCHER = path.resolve(import.meta.dirname, "../../cli/baton.mjs");

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  pid: number;
  /** Resolves with the first line on standard output. Rejects when the process ends without one. */
  firstLine: Promise<string>;
  finished: Promise<Finished>;
  kill(signal: NodeJS.Signals): void;
}

/** An empty folder for `.baton/` and `.env`. */
export function newFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), "baton-cli-"));
}

/** Starts `baton` with these words. Of this process's environment only what programs need to run is passed on. */
export function launchBaton(
  folder: string,
  words: readonly string[],
  env: Record<string, string> = {},
): Running {
  const { PATH = "", HOME = "", TMPDIR = os.tmpdir() } = process.env;
  const child = spawn(process.execPath, [LAUNCHER, ...words], {
    cwd: folder,
    env: { PATH, HOME, TMPDIR, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const finished = new Promise<Finished>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => stdout.includes("\n") && resolve(stdout.split("\n")[0] ?? ""));
    void finished.then(() => reject(new Error(`baton ended without a word: ${stderr}`)));
  });
  firstLine.catch(() => undefined); // not everybody waits for it
  return { pid: child.pid ?? 0, firstLine, finished, kill: (signal) => void child.kill(signal) };
}

/** Runs `baton` to its end. */
export function runBaton(
  folder: string,
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<Finished> {
  return launchBaton(folder, words, env).finished;
}

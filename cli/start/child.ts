/** One process of Baton below `start`: brought up, watched, brought up again, ended. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { CliError } from "#cli/command.ts";

export interface ChildPlan {
  /** Command of this process: `web`, `worker` or `sandbox`. */
  name: string;
  /** Flags for Node itself. */
  nodeFlags: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Folder of its log file, `<name>.log`. */
  logFolder: string;
  /** Ends the wait for a process that is not ready yet. */
  signal: AbortSignal;
  /** Hears when the process ended by itself and comes back. */
  onRestart: (sentence: string) => void;
}

/** What a process reports once it can work. */
export interface Ready {
  ready: true;
  /** Settings that other processes need to use it. */
  variables?: Readonly<Record<string, string>>;
}

export interface Child {
  /** What the process said when it was ready the first time. */
  readonly ready: Ready;
  /** Asks it to finish, ends it after `graceMs`, resolves once it is gone. */
  stop(graceMs: number): Promise<void>;
}

const CLI = path.resolve(import.meta.dirname, "../baton.mjs");
const READY_WITHIN_MS = 45_000;
/** For a process that could not even start. */
const GRACE_MS = 2_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A process that lived this long starts over with the shortest pause. */
const STEADY_AFTER_MS = 60_000;
const LOG_LIMIT_BYTES = 10_000_000;

/**
 * Starts the process and resolves once it is ready. From then on it is started again whenever it ends by itself,
 * with pauses from one second, doubling up to thirty. It has a session of its own, so that Ctrl-C reaches only
 * us, and ends by itself when we do (its channel closes). Throws CliError with its last words when it ends early,
 * or the signal's reason.
 */
export async function startChild(plan: ChildPlan): Promise<Child> {
  const log = openLog(plan);
  let running = spawnChild(plan, log);
  let stopping = false;
  let wake: NodeJS.Timeout | null = null;
  const ready = await untilReady(running, plan, log);
  watch(running, Date.now(), FIRST_PAUSE_MS);
  return { ready, stop };

  function watch(child: ChildProcess, startedAt: number, pauseMs: number): void {
    child.once("exit", (code, signal) => {
      if (stopping) return;
      const pause = Date.now() - startedAt > STEADY_AFTER_MS ? FIRST_PAUSE_MS : pauseMs;
      plan.onRestart(
        `${plan.name} ended (${signal ?? `exit code ${code}`}) and starts again in ${pause / 1000} s; see ${log}`,
      );
      wake = setTimeout(() => {
        running = spawnChild(plan, log);
        watch(running, Date.now(), Math.min(pause * 2, LONGEST_PAUSE_MS));
      }, pause);
    });
  }

  async function stop(graceMs: number): Promise<void> {
    stopping = true;
    if (wake) clearTimeout(wake);
    await endChild(running, graceMs);
  }
}

function openLog({ logFolder, name }: ChildPlan): string {
  mkdirSync(logFolder, { recursive: true });
  const file = path.join(logFolder, `${name}.log`);
  closeSync(openSync(file, "a", 0o600));
  if (statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return file;
}

function spawnChild(plan: ChildPlan, log: string): ChildProcess {
  const output = openSync(log, "a", 0o600);
  try {
    return spawn(process.execPath, [...plan.nodeFlags, CLI, plan.name], {
      env: { ...plan.env, BATON_PROCESS: plan.name },
      stdio: ["ignore", output, output, "ipc"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
  } finally {
    closeSync(output);
  }
}

async function untilReady(child: ChildProcess, { name, signal }: ChildPlan, log: string): Promise<Ready> {
  const before = statSync(log).size;
  const { promise, resolve, reject } = Promise.withResolvers<Ready>();
  const late = setTimeout(
    () => reject(new CliError(`${name} was not ready within ${READY_WITHIN_MS / 1000} s; see ${log}`)),
    READY_WITHIN_MS,
  );
  child.on("message", (message) => {
    if ((message as Partial<Ready> | null)?.ready) resolve(message as Ready);
  });
  const giveUp = () => reject(signal.reason);
  signal.addEventListener("abort", giveUp);
  if (signal.aborted) giveUp();
  child.once("error", reject);
  child.once("exit", () => reject(new CliError(`${name} did not start: ${lastWords(log, before)}`)));
  try {
    return await promise;
  } catch (error) {
    await endChild(child, GRACE_MS);
    throw error;
  } finally {
    clearTimeout(late);
    signal.removeEventListener("abort", giveUp);
  }
}

/** What the process said for people: the last line that is not a log record, else where the log is. */
function lastWords(log: string, from: number): string {
  const lines = readFileSync(log).subarray(from).toString("utf8").split("\n");
  return lines.findLast((line) => line.trim() && !line.startsWith("{"))?.trim() ?? `see ${log}`;
}

async function endChild(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
  if (process.platform === "win32") child.disconnect();
  else child.kill("SIGTERM");
  await gone;
  clearTimeout(kill);
}

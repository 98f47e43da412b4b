/** A web or worker process of the simulated installation, that can be killed and comes back at once. */
import { spawn, type ChildProcess } from "node:child_process";
import { openSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { CliError } from "#cli/command.ts";
import { WEB_NODE_FLAGS } from "#server/node-flags.ts";

const NODE_FLAGS = { web: WEB_NODE_FLAGS, worker: ["--max-semi-space-size=4"] } as const;
const CLI = path.resolve(import.meta.dirname, "../baton.mjs");
const READY_WITHIN_MS = 60_000;
/** A process that cannot start is not started more often than this. */
const PAUSE_MS = 100;

export interface BatonProcess {
  name: "web" | "worker";
  /** Number of the process that runs now. */
  pid(): number;
  /** Ends the running process without a chance to tidy up; a new one starts at once. */
  kill(): void;
  /** Resolves once the process that runs now can work. */
  ready(): Promise<void>;
  /** Asks it to finish and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts `baton web` or `baton worker` and keeps one running until `stop`. Its log lines go to `logFile`. */
export function keepRunning(name: "web" | "worker", env: NodeJS.ProcessEnv, logFile: string): BatonProcess {
  const log = openSync(logFile, "a");
  let stopping = false;
  let current = start();

  function start(): { child: ChildProcess; ready: Promise<void> } {
    const child = spawn(process.execPath, [...NODE_FLAGS[name], CLI, name], {
      env: { ...env, BATON_PROCESS: name },
      stdio: ["ignore", log, log, "ipc"],
    });
    const ready = new Promise<void>((resolve) => child.once("message", () => resolve()));
    child.once("exit", () => void again());
    return { child, ready };
  }

  async function again(): Promise<void> {
    if (stopping) return;
    await pause(PAUSE_MS);
    if (!stopping) current = start();
  }

  return {
    name,
    pid: () => current.child.pid ?? 0,
    kill: () => void current.child.kill("SIGKILL"),
    async ready() {
      const late = pause(READY_WITHIN_MS, undefined, { ref: false }).then(() => {
        throw new CliError(`The simulated ${name} did not start; see ${logFile}.`);
      });
      await Promise.race([current.ready, late]);
    },
    async stop() {
      stopping = true;
      const { child } = current;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    },
  };
}

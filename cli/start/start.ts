/** Brings everything up in order, keeps it up, and takes it down again whatever happens. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { CliError } from "#cli/command.ts";
import { DATA_FOLDER } from "#cli/database.ts";
import { DEMO_PEOPLE } from "#cli/demo-people.ts";
import { buildPagesWhenStale } from "#cli/pages-build.ts";
import { tryLock } from "#cli/process-lock.ts";
import type { ProcessLock } from "#cli/process-lock.ts";
import { Closers } from "#cli/start/closers.ts";
import { prepareDatabase } from "#cli/start/prepare-database.ts";
import { planStart } from "#cli/start/plan.ts";
import type { StartPlan } from "#cli/start/plan.ts";
import { startProcesses } from "#cli/start/processes.ts";
import { together } from "#cli/start/together.ts";
import { seconds } from "#cli/terminal.ts";
import type { Terminal } from "#cli/terminal.ts";

/** Says where the start that holds the lock can be reached. */
const RUNNING = path.join(DATA_FOLDER, "running.json");

/**
 * Brings everything up, prints the address, and resolves after Ctrl-C (or SIGTERM) once everything is down again.
 * Throws what went wrong, with nothing left running.
 */
export async function startEverything(terminal: Terminal): Promise<void> {
  const startedAt = performance.now();
  const closers = new Closers();
  const interruption = listenForInterruption(terminal);
  try {
    const lock = await lockFolder();
    closers.add(async () => {
      rmSync(RUNNING, { force: true });
      lock.release();
    });
    const plan = await planStart(process.env);
    const sandboxUrl = await bringUp(plan, terminal, closers, interruption);
    writeFileSync(RUNNING, JSON.stringify({ url: plan.appUrl }), { mode: 0o600 });
    announce(plan, sandboxUrl, terminal, startedAt);
    await new Promise((resolve) => interruption.addEventListener("abort", resolve, { once: true }));
    terminal.say("Stopping.");
  } finally {
    await closers.close();
  }
}

async function bringUp(
  plan: StartPlan,
  terminal: Terminal,
  closers: Closers,
  interruption: AbortSignal,
): Promise<string | null> {
  terminal.say("Baton is starting.");
  const [database] = await together<[{ webUrl: string; workerUrl: string }, boolean]>(interruption, [
    (signal) => prepareDatabase({ withDemo: plan.sandbox !== null }, terminal, closers, signal),
    (signal) =>
      terminal.step(
        "pages",
        () => buildPagesWhenStale((stage) => terminal.say(`           ${stage}`), signal),
        (built) => (built ? "built" : "up to date"),
      ),
  ]);
  return startProcesses(plan, database, terminal, closers, interruption);
}

async function lockFolder(): Promise<ProcessLock> {
  const lock = await tryLock(path.join(DATA_FOLDER, "start.lock"));
  if (lock) return lock;
  let where = "";
  try {
    where = ` at ${(JSON.parse(readFileSync(RUNNING, "utf8")) as { url: string }).url}`;
  } catch {
    // it is only just starting
  }
  throw new CliError(`Baton already runs from this folder${where}: stop it there with Ctrl-C first.`);
}

/**
 * The first interruption stops in order; a later one ends this process, and its children with it. npm and the
 * terminal may both pass one Ctrl-C on: what comes within a second is the same one.
 */
function listenForInterruption(terminal: Terminal): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const interrupt = () => {
    if (controller.signal.aborted) {
      if (performance.now() - firstAt > 1000) process.exit(1);
      return;
    }
    firstAt = performance.now();
    terminal.say("");
    controller.abort(new CliError("Stopped before Baton was ready."));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  process.once("disconnect", interrupt);
  whenNpmIsGone(interrupt);
  return controller.signal;
}

const LOOK_FOR_NPM_EVERY_MS = 500;

/** npm passes no SIGTERM on to its script: when the npm that started us is gone, nobody is left to stop us. */
function whenNpmIsGone(interrupt: () => void): void {
  if (!process.env["npm_lifecycle_event"]) return;
  const npm = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(look);
    interrupt();
  }, LOOK_FOR_NPM_EVERY_MS);
  look.unref();
}

function announce(plan: StartPlan, sandboxUrl: string | null, terminal: Terminal, startedAt: number): void {
  const people = plan.sandbox ? DEMO_PEOPLE : [];
  const signIns = people.map(({ email, password }) => ({ email, password }));
  terminal.result({ url: plan.appUrl, sandboxUrl, signIns, ms: Math.round(performance.now() - startedAt) }, [
    "",
    `Baton is ready after ${seconds(startedAt)}: ${plan.appUrl}`,
    "",
    ...signIns.map(({ email, password }) => `  sign in as  ${email.padEnd(20)} password ${password}`),
    ...(sandboxUrl ? [`  sandbox     ${sandboxUrl} plays Stripe and the partners`] : []),
    "",
    "Ctrl-C stops everything.",
  ]);
}

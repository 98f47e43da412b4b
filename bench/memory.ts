/** What a whole installation holds in memory once it was used and has nothing to do. */
import { setTimeout as pause } from "node:timers/promises";
import { startStack, type Stack } from "#cli/simulate/stack.ts";
import { childrenOf, describeMachine, memoryOf, type Memory } from "#bench/machine.ts";
import { describeServer } from "#bench/postgres.ts";
import { round, type Report } from "#bench/report.ts";

/** Visited first: a web process that never drew a page would look smaller than it is. */
const PAGES = ["/", "/programs", "/programs/medical-assistant", "/sign-in", "/sign-up", "/verify"];
const LOOK_AGAIN_AFTER_MS = 1000;
/** At rest: so many looks in a row that differ by less than this share. */
const LOOKS_AT_REST = 5;
const AT_REST_SHARE = 0.01;
const GIVE_UP_AFTER_LOOKS = 60;

/** Measures and reports; `say` hears of each step. */
export async function measureMemory(say: (line: string) => void): Promise<Report> {
  say("starting database, sandbox, web and worker");
  const stack = await startStack({ workers: 1 });
  try {
    for (const page of PAGES) await visit(stack, page);
    const server = await describeServer(stack.pool);
    say("waiting until memory is at rest");
    return report(server.version, await whenAtRest(() => measureAll(stack, server.serverPid)));
  } finally {
    await stack.stop();
  }
}

async function visit({ appUrl }: Stack, page: string): Promise<void> {
  const response = await fetch(appUrl + page);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${page} answers ${response.status}`);
}

type Parts = Record<"web" | "worker" | "database", Memory & { processes: number }>;

function measureAll({ processes }: Stack, serverPid: number): Parts {
  const [web, worker] = processes;
  return {
    web: sum([web?.pid() ?? 0]),
    worker: sum([worker?.pid() ?? 0]),
    database: sum([serverPid, ...childrenOf(serverPid)]),
  };
}

function sum(pids: number[]): Memory & { processes: number } {
  const all = pids.flatMap((pid) => memoryOf(pid) ?? []);
  const add = (key: keyof Memory) => all.reduce((total, one) => total + one[key], 0);
  return { processes: all.length, residentMb: add("residentMb"), shareMb: add("shareMb") };
}

async function whenAtRest(look: () => Parts): Promise<Parts> {
  let before = look();
  for (let looks = 0, atRest = 0; looks < GIVE_UP_AFTER_LOOKS && atRest < LOOKS_AT_REST; looks++) {
    await pause(LOOK_AGAIN_AFTER_MS);
    const now = look();
    const total = (parts: Parts) => Object.values(parts).reduce((all, part) => all + part.shareMb, 0);
    atRest = Math.abs(total(now) - total(before)) < total(before) * AT_REST_SHARE ? atRest + 1 : 0;
    before = now;
  }
  return before;
}

function report(version: string, parts: Parts): Report {
  const rows = Object.entries(parts).map(([part, { processes, residentMb, shareMb }]) => ({
    part,
    processes,
    "share MB": round(shareMb, 1),
    "resident MB": round(residentMb, 1),
  }));
  const mb = Object.fromEntries(
    Object.entries(parts).map(([part, { shareMb }]) => [`${part}_mb`, round(shareMb, 1)]),
  );
  const together = Object.values(parts).reduce((all, { shareMb }) => all + shareMb, 0);
  return {
    name: "memory",
    machine: describeMachine(version),
    notes: [
      `web after ${PAGES.length} pages, worker with an empty queue, database with the sample catalogue; read once at rest`,
      "share: a page that several processes use counts once, split among them (Linux; elsewhere the same as resident)",
      "ratios are shares; the sandbox, which stands for the outside world, is not counted",
    ],
    rows,
    ratios: { ...mb, together_mb: round(together, 1) },
  };
}

/** Drives the students of one simulation and looks at what is left. */
import { setTimeout as pause } from "node:timers/promises";
import { countDoubles, findBrokenInvariants, readSandboxCounts, untilQuiet } from "#cli/simulate/checks.ts";
import type { Faults } from "#cli/simulate/faults.ts";
import { canariesOf, findLeaks } from "#cli/simulate/leaks.ts";
import { timesOf, type Report } from "#cli/simulate/report.ts";
import type { SimulatedProgram } from "#cli/simulate/programs.ts";
import type { Stack } from "#cli/simulate/stack.ts";
import { walk, type Journey, type Payment, type Stage, type World } from "#cli/simulate/student.ts";
import { startWatcher } from "#cli/simulate/watcher.ts";

export interface Simulation {
  students: number;
  /** Bought in turn: student 1 the first, student 2 the second, and so on. */
  programs: readonly SimulatedProgram[];
  faults: Faults;
  /** Web and workers are ended this often, at random moments. */
  kills: number;
  /** Students on the road at the same time. */
  atOnce: number;
  /** Longest wait of one student for one thing. */
  patienceMs: number;
  onStage(stage: Stage): void;
}

/** Longest wait for everything on its way to arrive, once the students are done. */
const QUIET_WITHIN_MS = 180_000;
const KILL_EVERY_MS = { least: 100, most: 1_500 };

/** Runs it to the end. A student who gets stuck is counted, not thrown. */
export async function simulate(stack: Stack, simulation: Simulation): Promise<Report> {
  await stack.setFaults(simulation.faults, simulation.programs[0]?.partners.at(-1));
  const watcher = startWatcher(stack.pool);
  const refusals: string[] = [];
  const world: World = {
    ...stack,
    watcher,
    programs: simulation.programs.map(({ slug }) => slug),
    patienceMs: simulation.patienceMs,
    onRefusal: (body) => void refusals.push(body),
    onStage: simulation.onStage,
  };
  const startedAt = performance.now();
  const killer = startKiller(stack, simulation.kills);
  const { journeys, stuck } = await driveAll(world, simulation);
  const seconds = (performance.now() - startedAt) / 1000;
  const kills = await killer.stop();
  const quiet = await untilQuiet(stack.pool, stack.sandboxUrl, QUIET_WITHIN_MS);
  await watcher.stop();
  const canaries = await canariesOf(stack.pool, stack.env);
  return {
    ...(await look(stack)),
    leaks: await findLeaks(stack.pool, stack.logFolder, refusals, canaries),
    students: simulation.students,
    ...times(journeys, seconds),
    stuck,
    kills,
    quiet,
  };
}

/** Everything held: nobody stuck, nothing broken, nothing twice, everybody who paid has a certificate. */
export function isSound(report: Report): boolean {
  return (
    report.quiet &&
    report.broken.length === 0 &&
    report.leaks.length === 0 &&
    Object.keys(report.stuck).length === 0 &&
    countDoubles(report.sandbox) === 0 &&
    report.paid === report.sandbox.stripe.paidSessions &&
    report.paid === report.certificates
  );
}

async function driveAll(
  world: World,
  { students, atOnce }: Simulation,
): Promise<{ journeys: Journey[]; stuck: Record<string, number> }> {
  const journeys: Journey[] = [];
  const stuck: Record<string, number> = {};
  let next = 1;
  const drive = async () => {
    while (next <= students) {
      const number = next++;
      try {
        journeys.push(await walk(world, number, paymentOf(number)));
      } catch (error) {
        const reason =
          error instanceof Error ? `${error.name} ${error.message.replace(/[0-9a-f-]{36}/, "…")}` : "unknown";
        stuck[reason] = (stuck[reason] ?? 0) + 1;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, students) }, drive));
  return { journeys, stuck };
}

/** Mostly cards; one in ten each is declined first, pays later, or pays later and the funds fail. */
function paymentOf(number: number): Payment {
  return ({ 3: "declined first", 6: "pay later", 9: "pay later that fails" } as const)[number % 10] ?? "card";
}

function times(journeys: Journey[], seconds: number) {
  return {
    seconds,
    studentsPerSecond: journeys.filter((journey) => journey.certified).length / seconds,
    launchReadyMs: timesOf(journeys, "launchReadyMs"),
    certifiedMs: timesOf(journeys, "certifiedMs"),
  };
}

function startKiller(stack: Stack, wanted: number): { stop(): Promise<number> } {
  const over = new AbortController();
  let kills = 0;
  const run = async () => {
    while (kills < wanted && !over.signal.aborted) {
      const wait = KILL_EVERY_MS.least + Math.random() * (KILL_EVERY_MS.most - KILL_EVERY_MS.least);
      await pause(wait, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      stack.processes[Math.floor(Math.random() * stack.processes.length)]!.kill();
      kills++;
    }
  };
  const running = run();
  return {
    async stop() {
      over.abort();
      await running;
      return kills;
    },
  };
}

async function look(stack: Stack) {
  const count = async (sql: string) =>
    (await stack.pool.query<{ n: number }>(`select count(*)::int as n ${sql}`)).rows[0]!.n;
  return {
    paid: await count("from public.orders where paid_at is not null"),
    enrolled: await count("from public.enrollments"),
    completed: await count("from public.enrollments where status = 'completed'"),
    certificates: await count("from public.certificates where status = 'valid'"),
    openFailures: await count("from public.partner_lms_enrollment_failures where resolved_at is null"),
    broken: await findBrokenInvariants(stack.pool),
    sandbox: await readSandboxCounts(stack.sandboxUrl),
  };
}

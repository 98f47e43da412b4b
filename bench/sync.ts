/** How fast due enrollments are read at one partner by one worker process and by three, against what the partner allows. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { describeMachine } from "#bench/machine.ts";
import { BENCH_FOLDER, describeServer, openBenchDatabase } from "#bench/postgres.ts";
import { round, type Report } from "#bench/report.ts";
import { loadSampleCatalogue } from "#cli/sample-catalogue.ts";
import { keepRunning } from "#cli/simulate/baton-process.ts";
import { findPartnerDescriptor } from "#lib/partners/index.ts";
import { sandboxEnv } from "#sandbox/env.ts";
import { startCountingPartner, type CountingPartner } from "#tests/support/counting-partner.ts";
import { addDueEnrollments } from "#tests/support/due-enrollments.ts";

const DUE = 10_000;
const WORKERS = [1, 3];
const GIVE_UP_AFTER_MS = 5 * 60_000;

/** Measures each number of workers on a database of its own; `say` hears of each step. */
export async function measureSync(say: (line: string) => void): Promise<Report> {
  const rows: Report["rows"] = [];
  let postgres = "";
  for (const workers of WORKERS) {
    say(`${workers} worker process${workers > 1 ? "es" : ""}`);
    const { row, version } = await measure(workers);
    postgres = version;
    rows.push(row);
  }
  return {
    name: "sync",
    machine: describeMachine(postgres),
    notes: [
      `${DUE} enrollments of one partner are due at once; it answers every read at once and counts them`,
      "from the first read to the last; allowed is what the partner's descriptor states for all processes together",
    ],
    rows,
    ratios: Object.fromEntries(
      rows.map((row) => [
        `reached_of_allowed_${row["workers"]}`,
        round(Number(row["reads/s"]) / allowed(), 3),
      ]),
    ),
  };
}

function allowed(): number {
  return findPartnerDescriptor("jri")!.requestsPerSecond;
}

async function measure(workers: number): Promise<{ row: Report["rows"][number]; version: string }> {
  const database = await openBenchDatabase();
  const partner = await startCountingPartner();
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  const processes: { stop(): Promise<void> }[] = [];
  try {
    await loadSampleCatalogue(database.ownerUrl);
    await addDueEnrollments(owner, "jri", DUE);
    await owner.query("analyze");
    for (let number = 1; number <= workers; number++) {
      const log = path.join(BENCH_FOLDER, `sync-worker-${number}.log`);
      processes.push(keepRunning("worker", envOf(database.workerUrl, partner.url), log));
    }
    await untilAllRead(partner);
    const { version } = await describeServer(owner);
    return { row: rowOf(workers, partner), version };
  } finally {
    await Promise.all(processes.map((each) => each.stop()));
    await owner.end();
    await partner.stop();
    await database.close();
  }
}

async function untilAllRead(partner: CountingPartner): Promise<void> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (partner.reads.size < DUE) {
    if (Date.now() > deadline) throw new Error(`only ${partner.reads.size} of ${DUE} were read`);
    await pause(200);
  }
}

function rowOf(workers: number, { reads, readAt }: CountingPartner): Report["rows"][number] {
  const seconds = (readAt.at(-1)! - readAt[0]!) / 1000;
  return {
    workers,
    due: DUE,
    seconds: round(seconds, 1),
    "reads/s": round(readAt.length / seconds, 1),
    allowed: allowed(),
    "most in one second": mostInOneSecond(readAt),
    "read twice": [...reads.values()].filter((count) => count > 1).length,
  };
}

/** Reads in the busiest second, wherever it begins. */
function mostInOneSecond(readAt: readonly number[]): number {
  let most = 0;
  for (let first = 0, last = 0; last < readAt.length; last++) {
    while (readAt[last]! - readAt[first]! >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function envOf(workerUrl: string, partnerUrl: string): NodeJS.ProcessEnv {
  const appUrl = "http://127.0.0.1:9";
  return {
    ...process.env,
    ...sandboxEnv(appUrl, ":memory:"),
    JRI_API_BASE_URL: partnerUrl,
    APP_URL: appUrl,
    AUTH_SECRET: randomBytes(32).toString("hex"),
    DATABASE_URL: "",
    WORKER_DATABASE_URL: workerUrl,
    SLACK_WEBHOOK_URL: "",
    SENTRY_DSN: "",
    SMTP_URL: "",
    WORKER_PORT: "",
    NODE_ENV: "production",
  };
}

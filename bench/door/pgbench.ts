/** The limit, measured by PostgreSQL's own load generator: the same event row, one prepared insert per commit. */
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { eventBody, eventId } from "#bench/door/event.ts";
import type { LimitMeasurement, MeasureLimit } from "#bench/door/measure-limit.ts";
import { summarize } from "#bench/latency.ts";

/** The body travels with each statement, as it must from any program that received it. */
const SCRIPT = `\\set n random(1, 9000000000000000)
insert into public.inbox_events (source, event_id, event_type, body) values ('stripe', 'evt_limit' || :n, 'checkout.session.completed', :body) on conflict (source, event_id) do nothing returning id
`;

/** Says which pgbench is on PATH, for example "pgbench (PostgreSQL) 15.18"; null when there is none. */
export function findPgbench(): string | null {
  try {
    return execFileSync("pgbench", ["--version"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return null;
  }
}

/** Runs pgbench once to warm up and once to measure. */
export const measureWithPgbench: MeasureLimit = async (url, connections, warmUpMs, measureMs) => {
  await run(url, connections, warmUpMs);
  const measured = await run(url, connections, measureMs);
  if (!(measured.perSecond > 0)) throw new Error("pgbench stored nothing");
  return measured;
};

async function run(url: string, connections: number, ms: number): Promise<LimitMeasurement> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "baton-bench-"));
  try {
    writeFileSync(path.join(folder, "event.sql"), SCRIPT);
    const output = await runPgbench(folder, url, [
      "--no-vacuum",
      "--protocol=prepared",
      "--file=event.sql",
      "--log",
      "--log-prefix=times",
      `--client=${connections}`,
      `--jobs=${Math.min(connections, os.availableParallelism())}`,
      `--time=${Math.ceil(ms / 1000)}`,
      `--define=body=${eventBody(eventId("limit", 0))}`,
    ]);
    const perSecond = Number(/tps = ([\d.]+) \(without initial connection time\)/.exec(output)?.[1]);
    if (!/failed transactions: 0 /.test(output)) throw new Error(`pgbench failed:\n${output}`);
    return { perSecond, ...summarize(readTimes(folder)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns what pgbench printed. The password goes by environment: arguments are seen by everybody. */
async function runPgbench(folder: string, url: string, options: string[]): Promise<string> {
  const address = new URL(url);
  const env = { ...process.env, PGPASSWORD: address.password };
  address.password = "";
  const program = promisify(execFile)("pgbench", [...options, address.href], { cwd: folder, env });
  const { stdout } = await program.catch(({ stderr }: { stderr: string }) => {
    throw new Error(`pgbench failed: ${stderr}`);
  });
  return stdout;
}

/** Third column of each line: microseconds of one transaction. */
function readTimes(folder: string): number[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith("times."))
    .flatMap((file) => readFileSync(path.join(folder, file), "utf8").trimEnd().split("\n"))
    .map((line) => Number(line.split(" ")[2]) / 1000);
}

/** How long a student waits from payment until the first course can be launched. */
import { describeMachine } from "#bench/machine.ts";
import { round, type Report } from "#bench/report.ts";
import { addWaitingStudents, measureLaunch, openRoad } from "#bench/road.ts";

const STUDENTS = 400;
const PER_SECOND = 20;
const SLOWNESS_MS = [0, 200];

/** Measures with partners that answer at once and with slow ones; `say` hears of each step. */
export async function measureLaunchReady(say: (line: string) => void): Promise<Report> {
  const rows: Report["rows"] = [];
  let postgres = "";
  for (const slowMs of SLOWNESS_MS) {
    say(`partners take ${slowMs} ms a call`);
    const road = await openRoad(1, slowMs);
    try {
      const version = await road.stack.pool.query<{ server_version: string }>("show server_version");
      postgres = version.rows[0]!.server_version;
      await measureLaunch(road, await addWaitingStudents(road, 40), PER_SECOND);
      const times = await measureLaunch(road, await addWaitingStudents(road, STUDENTS), PER_SECOND);
      rows.push({
        "ms a call": slowMs,
        "p50 ms": round(times.p50),
        "p95 ms": round(times.p95),
        "p99 ms": round(times.p99),
      });
    } finally {
      await road.stop();
    }
  }
  return {
    name: "launch",
    machine: describeMachine(postgres),
    notes: [
      `${STUDENTS} students pay at ${PER_SECOND} a second after a warm-up of 40; one web and one worker process`,
      "from the click on Pay at the Stripe double to the step being in progress: Stripe's webhook, the session read back, account, enrollment and read-back at the partner",
    ],
    rows,
    ratios: Object.fromEntries(
      rows.map((row) => [`p99_ms_at_${row["ms a call"]}_ms`, Number(row["p99 ms"])]),
    ),
  };
}

/** What one partner in trouble costs the students of the others: their time from payment to launch-ready. */
import { describeMachine } from "#bench/machine.ts";
import { round, type Report } from "#bench/report.ts";
import { addWaitingStudents, measureLaunch, openRoad, payNow, type Road } from "#bench/road.ts";

const STUDENTS = 300;
const PER_SECOND = 10;
/** Bought by the students who are measured: HSI comes first. */
const MEASURED_PROGRAM = "medical-assistant";
/** Bought by as many others at the same time: its only partner is the one in trouble. */
const TROUBLED_PROGRAM = "forklift-operator";
const TROUBLED_PARTNER = "careersafe";
const TROUBLES: readonly { name: string; faults: object }[] = [
  { name: "none", faults: {} },
  { name: "down", faults: { down: true } },
  { name: "20 s a call", faults: { slowMs: 20_000 } },
  { name: "never answers", faults: { slowMs: 120_000 } },
];

/** Measures the same load with the other partner well, down, slow and silent; `say` hears of each step. */
export async function measureIsolation(say: (line: string) => void): Promise<Report> {
  const rows: Report["rows"] = [];
  let postgres = "";
  for (const { name, faults } of TROUBLES) {
    say(`${TROUBLED_PARTNER}: ${name}`);
    const road = await openRoad(1, 0);
    try {
      const version = await road.stack.pool.query<{ server_version: string }>("show server_version");
      postgres = version.rows[0]!.server_version;
      await measureLaunch(road, await addWaitingStudents(road, 40), PER_SECOND);
      await setFaults(road, faults);
      const measured = await addWaitingStudents(road, STUDENTS, MEASURED_PROGRAM);
      const troubled = await addWaitingStudents(road, STUDENTS, TROUBLED_PROGRAM);
      const others = payEvenly(road, troubled);
      const times = await measureLaunch(road, measured, PER_SECOND);
      await others;
      rows.push({
        [TROUBLED_PARTNER]: name,
        "p50 ms": round(times.p50),
        "p95 ms": round(times.p95),
        "p99 ms": round(times.p99),
      });
    } finally {
      await road.stop();
    }
  }
  return {
    name: "isolation",
    machine: describeMachine(postgres),
    notes: [
      `${STUDENTS} students a partner that is well, paying at ${PER_SECOND} a second, while as many pay for a course of ${TROUBLED_PARTNER}`,
      "from the click on Pay to the first step being in progress, at the partner that is well; one web and one worker process",
    ],
    rows,
    ratios: ratiosOf(rows),
  };
}

/** Time to launch in each trouble over the time without one. */
function ratiosOf(rows: Report["rows"]): Report["ratios"] {
  const [well, ...troubled] = rows;
  return Object.fromEntries(
    troubled.flatMap((row) =>
      ["p50", "p95"].map((rank) => [
        `${rank}_${String(row[TROUBLED_PARTNER]).replaceAll(" ", "_")}_to_none`,
        round(Number(row[`${rank} ms`]) / Number(well![`${rank} ms`]), 2),
      ]),
    ),
  );
}

async function payEvenly(road: Road, students: Parameters<typeof payNow>[1][]): Promise<void> {
  await Promise.all(
    students.map(async (student, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index / PER_SECOND) * 1000));
      await payNow(road, student);
    }),
  );
}

async function setFaults({ stack }: Road, faults: object): Promise<void> {
  const response = await fetch(`${stack.sandboxUrl}/_sandbox/partners/${TROUBLED_PARTNER}/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(`the sandbox refused the faults: ${response.status}`);
}

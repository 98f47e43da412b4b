/** How many students a second go the whole road of three partners, with one worker process and with two. */
import { describeMachine } from "#bench/machine.ts";
import { round, type Report } from "#bench/report.ts";
import { addWaitingStudents, finishAllCourses, openRoad, payNow } from "#bench/road.ts";

const STUDENTS = 600;
const WORKERS = [1, 2];

/** Measures each number of workers on an installation of its own; `say` hears of each step. */
export async function measureThroughput(say: (line: string) => void): Promise<Report> {
  const rows: Report["rows"] = [];
  let postgres = "";
  for (const workers of WORKERS) {
    say(`${workers} worker process${workers > 1 ? "es" : ""}`);
    const road = await openRoad(workers, 0);
    try {
      const version = await road.stack.pool.query<{ server_version: string }>("show server_version");
      postgres = version.rows[0]!.server_version;
      const students = await addWaitingStudents(road, STUDENTS);
      const startedAt = performance.now();
      await Promise.all(
        students.map(async (student) => {
          await payNow(road, student);
          await finishAllCourses(road, student);
        }),
      );
      const seconds = (performance.now() - startedAt) / 1000;
      rows.push({
        workers,
        students: STUDENTS,
        seconds: round(seconds, 1),
        "students/s": round(STUDENTS / seconds, 1),
      });
    } finally {
      await road.stop();
    }
  }
  return {
    name: "throughput",
    machine: describeMachine(postgres),
    notes: [
      `${STUDENTS} students pay at the same moment for a program of three partners and finish each course as soon as it opens; ends with their certificates`,
      "sandbox, web, workers, database and the students share the processors",
    ],
    rows,
    ratios: { two_workers_to_one: round(Number(rows[1]!["students/s"]) / Number(rows[0]!["students/s"]), 2) },
  };
}

import { defineCommand, EXIT, UsageError } from "#cli/command.ts";
import { buildPagesWhenStale } from "#cli/pages-build.ts";
import { choosePrograms } from "#cli/simulate/programs.ts";
import { readFaults } from "#cli/simulate/faults.ts";
import { describe } from "#cli/simulate/report.ts";
import { isSound, simulate } from "#cli/simulate/run.ts";
import { startStack } from "#cli/simulate/stack.ts";
import { showStages } from "#cli/simulate/stages.ts";

/** `baton simulate` */
export const command = defineCommand({
  summary: "drive many students through the whole road",
  about: `Brings up an installation of its own (database, sandbox, web, workers), lets students sign in, pay, learn and
finish, then compares both sides' books and runs tests/invariants.sql. Ends with exit code 1 when an invariant is
broken, something exists twice, or a student who paid has no certificate. The installation in .baton/ is not touched;
logs are in .baton/simulate/.`,
  options: {
    students: { type: "string", value: "N", about: "how many students (20)" },
    program: {
      type: "string",
      value: "SLUG",
      about: "what they buy, comma list (as few as lead through every partner)",
    },
    faults: { type: "string", value: "FAULTS", about: "none, some, storm, or errors=0.1,slowMs=200 (none)" },
    workers: { type: "string", value: "N", about: "worker processes (1)" },
    kills: { type: "string", value: "N", about: "times web or a worker is ended with SIGKILL (0)" },
    "at-once": {
      type: "string",
      value: "N",
      about: "students on the road at the same time (a fifth, 40 to 400)",
    },
    patience: { type: "string", value: "SECONDS", about: "longest wait of a student for one thing (600)" },
  },
  async run(values, terminal) {
    const students = count(values.students, "students", 20, 100_000);
    const simulation = {
      students,
      faults: readFaults(values.faults ?? "none"),
      kills: count(values.kills, "kills", 0, 10_000),
      atOnce: Math.max(
        1,
        count(values["at-once"], "at-once", Math.min(400, Math.max(40, Math.floor(students / 5))), 1_000),
      ),
      patienceMs: count(values.patience, "patience", 600, 3_600) * 1000,
    };
    const workers = Math.max(1, count(values.workers, "workers", 1, 8));
    await terminal.step(
      "pages",
      () => buildPagesWhenStale(terminal.say),
      (built) => (built ? "built" : "up to date"),
    );
    const stack = await terminal.step("installation", () => startStack({ workers }));
    const stages = showStages(terminal, students);
    try {
      const programs = await choosePrograms(stack.pool, values.program);
      terminal.say(
        `programs: ${programs.map(({ slug, partners }) => `${slug} (${partners.join(" → ")})`).join(", ")}`,
      );
      const report = await simulate(stack, { ...simulation, programs, onStage: stages.count });
      stages.end();
      terminal.result({ ...report, sound: isSound(report) }, [
        ...describe(report),
        isSound(report) ? "everything holds" : `NOT SOUND; logs are in ${stack.logFolder}`,
      ]);
      return isSound(report) ? EXIT.ok : EXIT.failed;
    } finally {
      stages.end();
      await stack.stop();
    }
  },
});

function count(text: string | undefined, name: string, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new UsageError(`--${name} must be a whole number up to ${most}, not "${text}"`);
}

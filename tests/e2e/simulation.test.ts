/** Many students at once, with processes that die and partners that misbehave. The longer runs are `npm run soak`. */
import { expect, test } from "vitest";
import { buildPagesWhenStale } from "#cli/pages-build.ts";
import { choosePrograms } from "#cli/simulate/programs.ts";
import { PRESETS } from "#cli/simulate/faults.ts";
import type { Report } from "#cli/simulate/report.ts";
import { isSound, simulate, type Simulation } from "#cli/simulate/run.ts";
import { startStack } from "#cli/simulate/stack.ts";

async function run(workers: number, simulation: Partial<Simulation>): Promise<Report> {
  await buildPagesWhenStale(() => undefined);
  const stack = await startStack({ workers });
  try {
    return await simulate(stack, {
      students: 20,
      programs: await choosePrograms(stack.pool, undefined),
      faults: PRESETS["none"]!,
      kills: 0,
      atOnce: 40,
      patienceMs: 120_000,
      onStage: () => undefined,
      ...simulation,
    });
  } finally {
    await stack.stop();
  }
}

test("kill -9 of web or worker at 25 random moments of 100 students loses nothing and doubles nothing", async () => {
  const report = await run(1, { students: 100, kills: 25 });
  expect(report.stuck).toEqual({});
  expect(report.broken).toEqual([]);
  expect(report).toMatchObject({
    kills: 25,
    paid: 90,
    certificates: 90,
    openFailures: 0,
    quiet: true,
  });
  expect(isSound(report)).toBe(true);
}, 400_000);

test("partners that fail, forget and repeat themselves cost nobody a course or a certificate", async () => {
  const report = await run(2, { students: 30, faults: PRESETS["some"]! });
  expect(report.stuck).toEqual({});
  expect(report.broken).toEqual([]);
  expect(report).toMatchObject({ paid: 27, certificates: 27, quiet: true });
  expect(isSound(report)).toBe(true);
}, 200_000);

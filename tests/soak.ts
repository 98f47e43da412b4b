/**
 * `npm run soak`: the tests that take too long for every change, then the long simulations, one after the other, each
 * as `baton simulate` runs it. Exit code 1 when one of them is not sound.
 */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { runVitest } from "#tests/runner/vitest.ts";

const RUNS: readonly (readonly string[])[] = [
  ["--students", "200", "--kills", "50"],
  ["--students", "500", "--kills", "120", "--workers", "2"],
  ["--students", "500", "--faults", "some", "--workers", "2"],
  ["--students", "300", "--faults", "storm", "--workers", "2", "--patience", "600"],
  ["--students", "200", "--faults", "storm", "--kills", "40", "--workers", "2", "--patience", "600"],
  ["--students", "2000", "--faults", "storm"],
];

const tests = await runVitest("soak");
console.log(`tests: ${tests.passed} passed, ${tests.failed} failed`);
let failed = tests.failed > 0 ? 1 : 0;
for (const words of RUNS) {
  console.log(`\nbaton simulate ${words.join(" ")}`);
  const { status } = spawnSync(process.execPath, ["cli/baton.mjs", "simulate", ...words], {
    stdio: "inherit",
  });
  if (status !== 0) failed++;
}
console.log(`${RUNS.length + 1 - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * `npm test`: every kind of check there is, one after the other, then a line per kind and the sum.
 * `npm test -- unit lint` runs only these. Exit code 1 when anything failed or a kind ran no test.
 */
import process from "node:process";
import { KINDS } from "#tests/runner/kinds.ts";
import type { Kind } from "#tests/runner/kinds.ts";
import type { Outcome } from "#tests/runner/outcome.ts";

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !KINDS.some((kind) => kind.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no kind "${unknown.join(", ")}": there are ${KINDS.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}

const rows: { kind: Kind; outcome: Outcome; seconds: string }[] = [];
for (const kind of KINDS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  console.log(`\n${kind.name}: ${kind.about}`);
  const startedAt = performance.now();
  const outcome = await kind.run().catch((error: unknown) => failure(error));
  const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  rows.push({ kind, outcome, seconds });
  console.log(`${kind.name}: ${describe(outcome)} (${seconds})`);
}

console.log("");
for (const { kind, outcome, seconds } of rows)
  console.log(`${kind.name.padEnd(24)} ${describe(outcome).padEnd(34)} ${seconds.padStart(9)}`);
const passed = rows.reduce((sum, { outcome }) => sum + outcome.passed, 0);
const failed = rows.reduce((sum, { outcome }) => sum + outcome.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function failure(error: unknown): Outcome {
  console.error(error);
  return { passed: 0, failed: 1 };
}

function describe({ passed: good, failed: bad, note }: Outcome): string {
  const counts = good + bad > 0 ? `${good} passed, ${bad} failed` : "";
  return [counts, note].filter(Boolean).join(", ");
}

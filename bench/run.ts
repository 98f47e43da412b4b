/**
 * `npm run bench -- NAME…`: runs measurements one after the other, prints them and writes bench/results/NAME.json.
 * Without a name: all of them.
 */
import { measureDoor } from "#bench/door.ts";
import { measureIsolation } from "#bench/isolation.ts";
import { measureLaunchReady } from "#bench/launch.ts";
import { measureMemory } from "#bench/memory.ts";
import { formatReport, writeReport, type Report } from "#bench/report.ts";
import { measureSync } from "#bench/sync.ts";
import { measureThroughput } from "#bench/throughput.ts";

const MEASUREMENTS: Record<string, (say: (line: string) => void) => Promise<Report>> = {
  door: measureDoor,
  launch: measureLaunchReady,
  isolation: measureIsolation,
  sync: measureSync,
  throughput: measureThroughput,
  memory: measureMemory,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(MEASUREMENTS, name));
if (unknown.length) {
  process.stderr.write(
    `There is no measurement called ${unknown.join(", ")}: choose from ${Object.keys(MEASUREMENTS).join(", ")}.\n`,
  );
  process.exitCode = 2;
} else {
  for (const name of names.length ? names : Object.keys(MEASUREMENTS)) {
    const measure = MEASUREMENTS[name];
    if (!measure) continue;
    const report = await measure((line) => process.stderr.write(`${name}: ${line}\n`));
    writeReport(report);
    process.stdout.write(`\n${formatReport(report)}`);
  }
}

/** Runs one vitest project and counts what it reported. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Outcome } from "#tests/runner/outcome.ts";
import { runTool } from "#tests/runner/process.ts";

/** The part of vitest's JSON report that is read here. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/** Runs every file of the project, or those whose path contains one of `files`. A file that cannot be loaded, an error outside of tests and an empty project count as one failure each. */
export async function runVitest(
  project: string,
  env: Record<string, string> = {},
  files: readonly string[] = [],
): Promise<Outcome> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "baton-report-"));
  const file = path.join(folder, "report.json");
  try {
    const args = [
      "run",
      ...files,
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ];
    const code = await runTool("vitest", args, { FORCE_COLOR: "0", NO_COLOR: "1", ...env });
    return count(JSON.parse(readFileSync(file, "utf8")) as Report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(report: Report, code: number): Outcome {
  const passed = report.numPassedTests;
  const notRun = report.numPendingTests + report.numTodoTests;
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  ).length;
  const failed = report.numFailedTests + unloaded;
  if (passed + failed === 0) return { passed: 0, failed: 1, note: "ran no test" };
  if (failed === 0 && code !== 0) return { passed, failed: 1, note: "an error outside of tests" };
  return { passed, failed, ...(notRun > 0 ? { note: `${notRun} not run` } : {}) };
}

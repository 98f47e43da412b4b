/** Runs one tool to its end. */
import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import type { Outcome } from "#tests/runner/outcome.ts";

export const ROOT = path.resolve(import.meta.dirname, "../..");

/** Runs a tool from node_modules; its output goes to the screen. Resolves with the exit code. */
export function runTool(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  const bin = path.join(ROOT, "node_modules", ".bin");
  const executable = program === "node" ? process.execPath : path.join(bin, program);
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      // The tools are scripts that ask the PATH for their Node.
      env: {
        ...process.env,
        PATH: [bin, path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
        ...env,
      },
      shell: process.platform === "win32" && program !== "node",
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** Runs a tool that either finds nothing to complain about (one passed) or does (one failed). */
export async function runCheck(program: string, args: readonly string[]): Promise<Outcome> {
  return (await runTool(program, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

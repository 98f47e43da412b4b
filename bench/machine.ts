/** What a measurement was made on, and how much memory a process uses. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";

export interface Machine {
  cpus: string;
  node: string;
  postgres: string;
}

/** Describes this machine; `postgres` is the version measured against. */
export function describeMachine(postgres: string): Machine {
  const model = os.cpus()[0]?.model.trim() || os.arch();
  return { cpus: `${os.availableParallelism()} × ${model}`, node: process.versions.node, postgres };
}

/**
 * Resident memory of a process in MB (10^6 bytes), as the system counts it; `peak` is the highest so far where
 * the system keeps it (Linux), else the same as now.
 */
export function residentMegabytes(pid: number): { now: number; peak: number } {
  if (process.platform === "linux") {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const read = (name: string) =>
      (Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024) / 1e6;
    return { now: read("VmRSS"), peak: read("VmHWM") };
  }
  const kilobytes = Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
  return { now: (kilobytes * 1024) / 1e6, peak: (kilobytes * 1024) / 1e6 };
}

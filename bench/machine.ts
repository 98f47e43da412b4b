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

/** Memory of a process in MB (10^6 bytes). */
export interface Memory {
  /** All pages it has in memory, those it shares with others included. */
  residentMb: number;
  /** The same with each shared page split among those who share it; where the system cannot say, as resident. */
  shareMb: number;
}

/** Reads how much memory a process holds; null when it is gone. */
export function memoryOf(pid: number): Memory | null {
  if (process.platform !== "linux") return residentOnly(pid);
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return { residentMb: megabytes(rollup, "Rss"), shareMb: megabytes(rollup, "Pss") };
  } catch {
    return null;
  }
}

/** The most that a process ever had in memory, in MB; what it has now where the system keeps no record (only Linux does). */
export function peakMegabytes(pid: number): number {
  if (process.platform !== "linux") return residentOnly(pid)?.residentMb ?? Number.NaN;
  return megabytes(readFileSync(`/proc/${pid}/status`, "utf8"), "VmHWM");
}

/** The processes that this one started. */
export function childrenOf(pid: number): number[] {
  const list = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return list
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child ? [child] : []));
}

function megabytes(text: string, field: string): number {
  return (Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1]) * 1024) / 1e6;
}

function residentOnly(pid: number): Memory | null {
  try {
    const kilobytes = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
    const residentMb = (Number(kilobytes) * 1024) / 1e6;
    return { residentMb, shareMb: residentMb };
  } catch {
    return null;
  }
}

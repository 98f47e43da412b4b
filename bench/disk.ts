/**
 * How fast the disk makes a write durable. Disks of virtual machines are fast until a budget is used up and many
 * times slower then: a comparison must not meet the one in one half and the other in the other half.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { median } from "#bench/latency.ts";

const WRITES = 40;
const PAGE = Buffer.alloc(8192, 1);
/** Slower than at its best by this factor: the budget is used up. */
const TIRED_FACTOR = 4;
const LOOK_AGAIN_AFTER_MS = 3000;

export interface Disk {
  /** Resolves once the disk is about as fast as it was at its best, or after `withinMs`; returns milliseconds waited. */
  rest(withinMs: number): Promise<number>;
  /** Milliseconds of one durable write of 8 KB at its best. */
  best(): number;
}

/** Watches the disk that holds `folder`. */
export function watchDisk(folder: string): Disk {
  let best = measure(folder);
  async function rest(withinMs: number): Promise<number> {
    const startedAt = performance.now();
    for (;;) {
      const now = measure(folder);
      best = Math.min(best, now);
      const waited = performance.now() - startedAt;
      if (now < best * TIRED_FACTOR || waited > withinMs) return waited;
      await pause(LOOK_AGAIN_AFTER_MS);
    }
  }
  return { rest, best: () => best };
}

function measure(folder: string): number {
  const own = mkdtempSync(path.join(folder, "disk-"));
  const file = openSync(path.join(own, "page"), "w");
  try {
    const times = Array.from({ length: WRITES }, () => {
      const startedAt = performance.now();
      writeSync(file, PAGE, 0, PAGE.length, 0);
      fdatasyncSync(file);
      return performance.now() - startedAt;
    });
    return median(times);
  } finally {
    closeSync(file);
    rmSync(own, { recursive: true });
  }
}

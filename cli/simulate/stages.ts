/** The progress bar: how many students have come how far. */
import process from "node:process";
import type { Stage } from "#cli/simulate/student.ts";
import type { Terminal } from "#cli/terminal.ts";

const STAGES: readonly Stage[] = ["signed in", "paid", "launch-ready", "certified"];
const REDRAW_EVERY_MS = 200;
const PLAIN_EVERY_MS = 5_000;
const WIDTH = 20;

/** Draws a bar that moves on a terminal, a line now and then elsewhere, and nothing under --json. */
export function showStages(terminal: Terminal, students: number): { count(stage: Stage): void; end(): void } {
  const counts = new Map<Stage, number>();
  const moves = process.stderr.isTTY && !terminal.json;
  const draw = () => {
    const text = lineOf(counts, students);
    if (moves) process.stderr.write(`\r${text}`);
    else terminal.say(text);
  };
  const timer = setInterval(draw, moves ? REDRAW_EVERY_MS : PLAIN_EVERY_MS);
  let ended = false;
  return {
    count: (stage) => void counts.set(stage, (counts.get(stage) ?? 0) + 1),
    end() {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      draw();
      if (moves) process.stderr.write("\n");
    },
  };
}

function lineOf(counts: ReadonlyMap<Stage, number>, students: number): string {
  const of = (stage: Stage) => counts.get(stage) ?? 0;
  const full = Math.round((of("certified") / students) * WIDTH);
  const bar = `${"█".repeat(full)}${"░".repeat(WIDTH - full)}`;
  return `  ${bar}  ${STAGES.map((stage) => `${of(stage)} ${stage}`).join(" · ")}`;
}

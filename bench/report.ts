/** What a measurement leaves behind: a file for programs, a table for people. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Machine } from "#bench/machine.ts";

export type Row = Record<string, string | number>;

export interface Report {
  name: string;
  machine: Machine;
  /** How it was measured, one sentence each. */
  notes: string[];
  rows: Row[];
  /** Figures that have a goal, by name. */
  ratios: Record<string, number>;
}

const RESULTS = path.resolve(import.meta.dirname, "results");

/** Writes `bench/results/<name>.json` over the one before. */
export function writeReport(report: Report): void {
  mkdirSync(RESULTS, { recursive: true });
  const { name, ...rest } = report;
  const content = { name, at: new Date().toISOString(), ...rest };
  writeFileSync(path.join(RESULTS, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
}

/** Writes the rows as a table with aligned columns, then the ratios and the notes. */
export function formatReport({ name, machine, notes, rows, ratios }: Report): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? "")))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  const table = cells.map((line) => line.map((cell, index) => cell.padStart(widths[index] ?? 0)).join("  "));
  const figures = Object.entries(ratios).map(([key, value]) => `  ${key}: ${value}`);
  return [
    `${name} (${machine.cpus}, Node ${machine.node}, PostgreSQL ${machine.postgres})`,
    ...table,
    ...(figures.length ? ["ratios", ...figures] : []),
    ...notes.map((note) => `· ${note}`),
    "",
  ].join("\n");
}

/** Rounds to `digits` decimals. */
export function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}

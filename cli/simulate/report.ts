/** The simulation in figures. */
import type { Broken, SandboxCounts } from "#cli/simulate/checks.ts";
import type { Leak } from "#cli/simulate/leaks.ts";
import type { Journey } from "#cli/simulate/student.ts";

export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

export interface Report {
  students: number;
  paid: number;
  enrolled: number;
  completed: number;
  certificates: number;
  openFailures: number;
  /** Students whose road ended early, by reason. */
  stuck: Record<string, number>;
  kills: number;
  quiet: boolean;
  seconds: number;
  studentsPerSecond: number;
  /** Milliseconds; null when nobody got that far. */
  launchReadyMs: Percentiles | null;
  certifiedMs: Percentiles | null;
  broken: Broken[];
  /** Private things found in logs, alerts and refusals. */
  leaks: Leak[];
  sandbox: SandboxCounts;
}

/** Percentiles by nearest rank; null of nothing. */
export function percentiles(values: readonly number[]): Percentiles | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Times of all journeys that got there. */
export function timesOf(
  journeys: readonly Journey[],
  time: "launchReadyMs" | "certifiedMs",
): Percentiles | null {
  return percentiles(journeys.flatMap((journey) => journey[time] ?? []));
}

/** The report as people read it. */
export function describe(report: Report): string[] {
  const row = (label: string, value: string | number) => `  ${label.padEnd(30)} ${value}`;
  const times = (label: string, value: Percentiles | null) =>
    row(
      label,
      value ? `p50 ${ms(value.p50)}   p95 ${ms(value.p95)}   p99 ${ms(value.p99)}` : "nobody got that far",
    );
  return [
    row("students", report.students),
    row("paid", report.paid),
    row("enrolled", report.enrolled),
    row("completed", report.completed),
    row("certificates", report.certificates),
    row("open failures", report.openFailures),
    row("processes killed", report.kills),
    times("payment to launch-ready", report.launchReadyMs),
    times("payment to certificate", report.certifiedMs),
    row("students per second", report.studentsPerSecond.toFixed(1)),
    row("quiet at the end", report.quiet ? "yes" : "NO"),
    ...Object.entries(report.stuck).map(([reason, count]) => row(`stuck: ${reason}`, count)),
    row("invariants broken", report.broken.length),
    ...report.broken
      .slice(0, 20)
      .map(({ invariant, broken, subject }) => `    ${invariant}: ${broken} (${subject})`),
    row("private things leaked", report.leaks.length),
    ...report.leaks.map(({ kind, place }) => `    ${kind} in ${place}`),
  ];
}

function ms(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}

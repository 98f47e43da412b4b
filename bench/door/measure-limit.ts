/** What both ways of measuring the limit have in common. */
import type { Latency } from "#bench/latency.ts";

export interface LimitMeasurement extends Latency {
  perSecond: number;
}

/** Inserts events one per commit over `connections` connections. Addresses and times as their names say. */
export type MeasureLimit = (
  url: string,
  connections: number,
  warmUpMs: number,
  measureMs: number,
) => Promise<LimitMeasurement>;

/** What this process counts, in Prometheus' format. Labels are words from our own lists, never ids or people. */
import { Counter, Histogram, Registry, collectDefaultMetrics } from "prom-client";

const registry = new Registry();

/** Deliveries at the webhook doors. `door` is stripe or a partner slug; `status` is the HTTP status answered. */
export const doorDeliveries = new Counter({
  name: "baton_door_deliveries_total",
  help: "Webhook deliveries answered",
  labelNames: ["door", "status"],
  registers: [registry],
});

/** Seconds from the last byte of a delivery to its answer. */
export const doorSeconds = new Histogram({
  name: "baton_door_seconds",
  help: "Time from a delivery being read to its answer",
  labelNames: ["door"],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  registers: [registry],
});

/** Requests that were not deliveries. `kind` is page, health or metrics. */
export const pageSeconds = new Histogram({
  name: "baton_page_seconds",
  help: "Time to answer other requests",
  labelNames: ["kind", "status"],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

/**
 * Reads all figures of this process as text, with the runtime's own (memory, event loop, garbage collection).
 * Returns the content type with it.
 */
export async function readMetrics(): Promise<{ contentType: string; text: string }> {
  startDefaults();
  return { contentType: registry.contentType, text: await registry.metrics() };
}

let started = false;

/** The runtime's figures cost a timer and an observer: they begin when somebody asks for the first time. */
function startDefaults(): void {
  if (started) return;
  started = true;
  collectDefaultMetrics({ register: registry });
}

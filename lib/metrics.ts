/**
 * What this process counts, in Prometheus' format. Labels are words from our own lists, never ids or people.
 *
 * Kept on the global object: Next bundles its own copy of this file, and one process has one set of figures.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** Figures that all processes share, read from the database when somebody asks. */
export interface SharedFigures {
  breakers: readonly { partner: string; isOpen: boolean }[];
  /** Open alerts by kind. */
  alerts: readonly { kind: string; count: number }[];
  /** Seconds that the oldest paid order has waited for a first course; 0 when none waits. */
  oldestWaitingOrderSeconds: number;
}

const KEY = Symbol.for("baton.metrics");
type Holder = { [KEY]?: ReturnType<typeof createMetrics> };
const metrics = ((globalThis as Holder)[KEY] ??= createMetrics());

/** Deliveries at the webhook doors. `door` is stripe or a partner slug; `status` is the HTTP status answered. */
export const doorDeliveries = metrics.doorDeliveries;

/** Seconds from the last byte of a delivery to its answer. */
export const doorSeconds = metrics.doorSeconds;

/** Requests that were not deliveries. `kind` is page, health or metrics. */
export const pageSeconds = metrics.pageSeconds;

/** Calls to the outside. `partner` is a slug, stripe or mail; each try counts. */
export const partnerCalls = metrics.partnerCalls;

/** Seconds a call to the outside took. */
export const partnerCallSeconds = metrics.partnerCallSeconds;

/** Runs of background jobs. `outcome` is done, retry, or dead when the tries are used up. */
export const jobRuns = metrics.jobRuns;

/** Says where the figures of all processes are read from. The last one told counts. */
export function showSharedFigures(read: () => Promise<SharedFigures>): void {
  metrics.readShared = read;
}

/**
 * Reads all figures of this process as text, with the runtime's own (memory, event loop, garbage collection) and those
 * that all processes share; without the latter while the database is away. Returns the content type with it.
 */
export async function readMetrics(): Promise<{ contentType: string; text: string }> {
  startDefaults();
  const { registry } = metrics;
  showShared(await metrics.readShared?.().catch(() => null));
  return { contentType: registry.contentType, text: await registry.metrics() };
}

/**
 * Says whether a request may read figures: with the token, or from this machine. Behind a proxy on the same machine
 * every request comes from loopback: then only the token counts.
 */
export function mayReadMetrics(
  request: Pick<IncomingMessage, "headers" | "socket">,
  { metricsToken, trustProxy }: { metricsToken: string | undefined; trustProxy: boolean },
): boolean {
  const { authorization, forwarded, "x-forwarded-for": forwardedFor } = request.headers;
  if (metricsToken && authorization && isSame(authorization, `Bearer ${metricsToken}`)) return true;
  const isProxied = trustProxy || forwarded !== undefined || forwardedFor !== undefined;
  return !isProxied && /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? "");
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The runtime's figures cost a timer and an observer: they begin when somebody asks for the first time. */
function startDefaults(): void {
  if (metrics.hasDefaults) return;
  metrics.hasDefaults = true;
  collectDefaultMetrics({ register: metrics.registry });
}

function showShared(shared: SharedFigures | null | undefined): void {
  const { breakerOpen, openAlerts, oldestWaitingOrder } = metrics;
  for (const gauge of [breakerOpen, openAlerts, oldestWaitingOrder]) gauge.reset();
  if (!shared) return oldestWaitingOrder.remove();
  for (const { partner, isOpen } of shared.breakers) breakerOpen.set({ partner }, isOpen ? 1 : 0);
  for (const { kind, count } of shared.alerts) openAlerts.set({ kind }, count);
  oldestWaitingOrder.set(shared.oldestWaitingOrderSeconds);
}

function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    hasDefaults: false,
    readShared: null as (() => Promise<SharedFigures>) | null,
    doorDeliveries: new Counter({
      name: "baton_door_deliveries_total",
      help: "Webhook deliveries answered",
      labelNames: ["door", "status"],
      registers,
    }),
    doorSeconds: new Histogram({
      name: "baton_door_seconds",
      help: "Time from a delivery being read to its answer",
      labelNames: ["door"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    pageSeconds: new Histogram({
      name: "baton_page_seconds",
      help: "Time to answer other requests",
      labelNames: ["kind", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    partnerCalls: new Counter({
      name: "baton_partner_calls_total",
      help: "Calls to partners, Stripe and the mail server, each try",
      labelNames: ["partner", "operation", "outcome"],
      registers,
    }),
    partnerCallSeconds: new Histogram({
      name: "baton_partner_call_seconds",
      help: "Time a call to a partner, Stripe or the mail server took",
      labelNames: ["partner"],
      buckets: [0.05, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    jobRuns: new Counter({
      name: "baton_jobs_total",
      help: "Runs of background jobs that ended",
      labelNames: ["job", "outcome"],
      registers,
    }),
    breakerOpen: new Gauge({
      name: "baton_partner_breaker_open",
      help: "1 while no process asks the partner because too many calls failed",
      labelNames: ["partner"],
      registers,
    }),
    openAlerts: new Gauge({
      name: "baton_open_alerts",
      help: "Alerts that are open",
      labelNames: ["kind"],
      registers,
    }),
    oldestWaitingOrder: new Gauge({
      name: "baton_oldest_waiting_order_seconds",
      help: "How long the oldest paid order has waited for a first course",
      registers,
    }),
  };
}

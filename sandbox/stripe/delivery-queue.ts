import type { DatabaseSync } from "node:sqlite";
import type { Faults, FaultStore } from "#sandbox/stripe/faults.ts";

/** One time an event is to arrive. */
export interface Delivery {
  id: number;
  eventId: string;
  /** Attempts made before this one. */
  attempts: number;
  createdAt: number;
}

/** How one attempt ended: the status of the answer, or why there was none. */
export interface AttemptResult {
  attemptedAt: number;
  durationMs: number;
  status: number | null;
  error: string | null;
}

/** Which events still have to reach Baton, and when. All times in milliseconds since the epoch. */
export interface DeliveryQueue {
  /** Plans the arrival of a new event under the faults in force. */
  plan(eventId: string): void;
  /** Plans one more arrival of an event at once, faults or not. */
  resend(eventId: string): void;
  /** Takes up to `limit` deliveries that are due, oldest first. */
  claim(limit: number): Delivery[];
  /** Writes down an attempt and either closes the delivery or plans the next one. */
  settle(delivery: Delivery, result: AttemptResult): void;
  /** Gives back a delivery whose attempt was broken off by us. */
  release(delivery: Delivery): void;
  /** Gives back everything a stopped process had taken. */
  releaseAll(): void;
  /** When the next waiting delivery is due, or null. */
  nextDueAt(): number | null;
  /** Called whenever something new waits. */
  onPlanned(wake: () => void): void;
}

const RETRY_CAP_MS = 60_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 3600 * 1000;
/** How long an overtaken event is held back at most. */
const OUT_OF_ORDER_HOLD_MS = 2000;

/** Opens the queue over the double's tables. */
export function openDeliveryQueue(
  db: DatabaseSync,
  faults: FaultStore,
  now: () => number,
  random: () => number,
): DeliveryQueue {
  const insert = db.prepare(
    "insert into stripe_deliveries (event_id, state, due_at, created_at) values (?, ?, ?, ?)",
  );
  const claim = db.prepare(`
    update stripe_deliveries set state = 'sending' where id in (
      select id from stripe_deliveries where state = 'waiting' and due_at <= ? order by due_at, id limit ?
    ) returning id, event_id as eventId, attempts, created_at as createdAt`);
  const settle = db.prepare(
    "update stripe_deliveries set state = ?, due_at = ?, attempts = attempts + 1 where id = ?",
  );
  const attempt = db.prepare(
    "insert into stripe_delivery_attempts (delivery_id, attempted_at, duration_ms, status, error) values (?, ?, ?, ?, ?)",
  );
  const release = db.prepare("update stripe_deliveries set state = 'waiting' where id = ?");
  // The new arrival takes the place of one that was dropped or given up, which is closed.
  const supersede = db.prepare(
    "update stripe_deliveries set state = 'delivered' where event_id = ? and state in ('dropped', 'given_up')",
  );
  const nextDue = db.prepare("select min(due_at) as dueAt from stripe_deliveries where state = 'waiting'");
  let wake = (): void => {};

  return {
    plan(eventId) {
      const arrivals = arrivalsUnder(faults.read(), now(), random);
      for (const dueAt of arrivals) insert.run(eventId, "waiting", dueAt, now());
      if (arrivals.length === 0) insert.run(eventId, "dropped", now(), now());
      wake();
    },
    resend(eventId) {
      supersede.run(eventId);
      insert.run(eventId, "waiting", now(), now());
      wake();
    },
    claim(limit) {
      const rows = claim.all(now(), limit) as unknown as Delivery[];
      return rows.toSorted((left, right) => left.id - right.id);
    },
    settle(delivery, result) {
      attempt.run(delivery.id, result.attemptedAt, result.durationMs, result.status, result.error);
      const state = stateAfter(delivery, result, now());
      settle.run(state, now() + retryDelayMs(delivery.attempts + 1), delivery.id);
    },
    release(delivery) {
      release.run(delivery.id);
    },
    releaseAll() {
      db.exec("update stripe_deliveries set state = 'waiting' where state = 'sending'");
    },
    nextDueAt() {
      const dueAt = nextDue.get()?.["dueAt"];
      return typeof dueAt === "number" ? dueAt : null;
    },
    onPlanned(listener) {
      wake = listener;
    },
  };
}

/** Waits after the nth failed attempt: 1 s, 2 s, 4 s … up to 60 s. */
export function retryDelayMs(failedAttempts: number): number {
  return Math.min(1000 * 2 ** Math.min(failedAttempts - 1, 10), RETRY_CAP_MS);
}

/** When an event arrives, once for each time; nothing when it is dropped. */
function arrivalsUnder(faults: Faults, now: number, random: () => number): number[] {
  if (random() < faults.drop) return [];
  const copies = random() < faults.duplicate ? 2 + Math.floor(random() * 2) : 1;
  return Array.from({ length: copies }, () => {
    const held = random() < faults.outOfOrder ? Math.round(random() * OUT_OF_ORDER_HOLD_MS) : 0;
    return now + faults.late * 1000 + held;
  });
}

function stateAfter(delivery: Delivery, result: AttemptResult, now: number): string {
  if (result.status !== null && result.status >= 200 && result.status < 300) return "delivered";
  return now - delivery.createdAt >= GIVE_UP_AFTER_MS ? "given_up" : "waiting";
}

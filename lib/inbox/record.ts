/**
 * Stores events from outside, each once, many per commit.
 *
 * Events that arrive while a commit is in flight are written together by the next one, in one multi-row
 * statement: that is what reaches the database's own limit. Turning events into jobs is lib/inbox/relay.ts.
 */
import type pg from "pg";
import { byKey, insertEvents, type IncomingEvent } from "#lib/inbox/insert-events.ts";
import { createWaker } from "#lib/inbox/wake-relay.ts";

export type { IncomingEvent } from "#lib/inbox/insert-events.ts";

/**
 * An event that was not stored. `retry`: too many wait, or the database is away. `rejected`: the database
 * refuses this very event, for ever.
 */
export class RecorderError extends Error {
  override readonly name = "RecorderError";
  readonly kind: "retry" | "rejected";

  constructor(kind: RecorderError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

export interface Recorder {
  /**
   * Stores one event and resolves once it is durable: with its id, or with null when it came before.
   * Rejects with RecorderError.
   */
  record(event: IncomingEvent): Promise<{ id: string | null }>;
  /** Resolves once nothing waits and nothing is in flight. */
  drain(): Promise<void>;
}

export interface RecorderOptions {
  /** Called after each commit that stored something new. */
  onRecorded?: () => void;
  /** Events that may wait for a commit. Default 10,000. */
  maxWaiting?: number;
  /** Their bodies together, in bytes. Default 32 million. */
  maxWaitingBytes?: number;
  /** A database that is silent for so long counts as away. Default 10,000. */
  answerWithinMs?: number;
}

/** More rows in one statement bring nothing more (measured). */
const MAX_BATCH_ROWS = 64;
/** Keeps one statement small when bodies are large. */
const MAX_BATCH_BYTES = 2_000_000;
/**
 * Batches on their way at once (measured). Two keep the database busy. Small ones leave it waiting for the disk and
 * for us, so more may go; and so they may when the disk is slow.
 */
const IN_FLIGHT = 2;
const IN_FLIGHT_AT_MOST = 4;
const FEW_ROWS = 32;
const SLOW_COMMIT_MS = 5;
/** Weight of the newest commit in the running mean. */
const NEWEST_WEIGHT = 0.1;

interface Waiting {
  event: IncomingEvent;
  resolve(stored: { id: string | null }): void;
  reject(error: RecorderError): void;
}

/**
 * Makes the recorder of this process. It uses at most five connections of `pool` and wakes the relay after
 * commits. One per process: two would make smaller batches.
 */
export function createRecorder(pool: pg.Pool, options: RecorderOptions = {}): Recorder {
  const { onRecorded, maxWaiting = 10_000, maxWaitingBytes = 32_000_000, answerWithinMs = 10_000 } = options;
  const insert: Insert = (events) => insertEvents(pool, events, answerWithinMs);
  const waker = createWaker(pool);
  const idle: (() => void)[] = [];
  const waiting: Waiting[] = [];
  let waitingBytes = 0;
  let inFlight = 0;
  let rowsInFlight = 0;
  let commitMs = 0;
  let scheduled = false;

  function record(event: IncomingEvent): Promise<{ id: string | null }> {
    if (waiting.length >= maxWaiting || waitingBytes + event.body.byteLength > maxWaitingBytes)
      return Promise.reject(new RecorderError("retry", "too many events wait to be stored"));
    waitingBytes += event.body.byteLength;
    return new Promise((resolve, reject) => {
      waiting.push({ event, resolve, reject });
      schedule();
    });
  }

  /** Waits until the requests that the event loop already holds were read: they share the commit. */
  function schedule(): void {
    if (scheduled || waiting.length === 0 || !mayStart()) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      void commit(takeBatch());
      schedule();
    });
  }

  function mayStart(): boolean {
    if (inFlight < IN_FLIGHT) return true;
    return inFlight < IN_FLIGHT_AT_MOST && (rowsInFlight < FEW_ROWS || commitMs > SLOW_COMMIT_MS);
  }

  function takeBatch(): Waiting[] {
    let bytes = 0;
    let rows = 0;
    while (rows < waiting.length && rows < MAX_BATCH_ROWS && (rows === 0 || bytes < MAX_BATCH_BYTES))
      bytes += waiting[rows++]?.event.body.byteLength ?? 0;
    waitingBytes -= bytes;
    return waiting.splice(0, rows);
  }

  async function commit(batch: Waiting[]): Promise<void> {
    inFlight++;
    rowsInFlight += batch.length;
    const startedAt = performance.now();
    const outcome = await insertBatch(insert, batch);
    commitMs += (performance.now() - startedAt - commitMs) * NEWEST_WEIGHT;
    inFlight--;
    rowsInFlight -= batch.length;
    if (outcome === "stored") {
      waker.wake();
      onRecorded?.();
    }
    schedule();
    if (inFlight === 0 && waiting.length === 0) for (const resolve of idle.splice(0)) resolve();
  }

  async function drain(): Promise<void> {
    if (inFlight > 0 || waiting.length > 0) await new Promise<void>((resolve) => idle.push(resolve));
    await waker.settle();
  }

  return { record, drain };
}

type Insert = (events: IncomingEvent[]) => Promise<(string | null)[]>;
type Outcome = "stored" | "nothing new" | "away";

/** Stores a batch and answers everybody in it. */
async function insertBatch(insert: Insert, batch: Waiting[]): Promise<Outcome> {
  batch.sort((a, b) => byKey(a.event, b.event));
  try {
    const ids = await insert(batch.map(({ event }) => event));
    batch.forEach(({ resolve }, index) => resolve({ id: ids[index] ?? null }));
    return ids.some((id) => id !== null) ? "stored" : "nothing new";
  } catch (error) {
    if (batch.length > 1 && mayPassAlone(error)) return insertOneByOne(insert, batch);
    for (const { reject } of batch) reject(refusal(error));
    return isAboutTheRow(error) ? "nothing new" : "away";
  }
}

/** One bad row must harm nobody else. */
async function insertOneByOne(insert: Insert, batch: Waiting[]): Promise<Outcome> {
  let outcome: Outcome = "nothing new";
  for (const [index, one] of batch.entries()) {
    const next = await insertBatch(insert, [one]);
    if (next === "away") {
      for (const { reject } of batch.slice(index + 1)) reject(refusal(null));
      break;
    }
    if (next === "stored") outcome = next;
  }
  return outcome;
}

function refusal(cause: unknown): RecorderError {
  return isAboutTheRow(cause)
    ? new RecorderError("rejected", "the database refuses this event", { cause })
    : new RecorderError("retry", "the database does not store events now", { cause });
}

/** SQLSTATE classes data exception, constraint violation, limit exceeded. */
function isAboutTheRow(error: unknown): boolean {
  return /^(22|23|54)/.test(sqlState(error));
}

/** Also after a deadlock or a serialization failure. */
function mayPassAlone(error: unknown): boolean {
  return /^(22|23|54|40)/.test(sqlState(error));
}

function sqlState(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && code.length === 5 ? code : "";
}

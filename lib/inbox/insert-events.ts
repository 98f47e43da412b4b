/** The one statement that writes `inbox_events`. */
import type pg from "pg";
import { runPrepared, type PreparedStatement, type TextRow } from "#lib/inbox/prepared-query.ts";

export interface IncomingEvent {
  /** `stripe`, `baton` or `partner:<slug>`. */
  source: string;
  /** The sender's own id of this event. */
  eventId: string;
  eventType: string;
  /** The bytes as they came: UTF-8 without NUL. Sent on as they are, which spares encoding a text again. */
  body: Uint8Array;
}

const COLUMNS = 4;

const texts = new Map<number, string>();

/**
 * Orders events by their key. Two statements that write the same keys in the same order wait for one
 * another instead of deadlocking.
 */
export function byKey(a: IncomingEvent, b: IncomingEvent): number {
  if (a.eventId !== b.eventId) return a.eventId < b.eventId ? -1 : 1;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return 0;
}

/**
 * Writes events, sorted by `byKey`, in one commit. Returns for each its id, or null when it came before, be it
 * earlier in the same list. Throws what pg throws, also after `answerWithinMs` of silence: then the sender must
 * send again, for it is not known whether they were written.
 */
export async function insertEvents(
  pool: pg.Pool,
  events: readonly IncomingEvent[],
  answerWithinMs: number,
): Promise<(string | null)[]> {
  return matchInOrder(events, await run(pool, statementFor(events), answerWithinMs));
}

async function run(pool: pg.Pool, statement: PreparedStatement, answerWithinMs: number): Promise<TextRow[]> {
  const client = await pool.connect();
  try {
    const rows = await runPrepared(client, statement, answerWithinMs);
    client.release();
    return rows;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** VALUES is faster than unnest or json here (measured). One text per number of rows. */
function statementFor(events: readonly IncomingEvent[]): PreparedStatement {
  const rows = events.length;
  let text = texts.get(rows);
  if (text === undefined) {
    text = `insert into public.inbox_events (source, event_id, event_type, body) values ${places(rows)} on conflict (source, event_id) do nothing returning id, source, event_id`;
    texts.set(rows, text);
  }
  const values = events.flatMap(({ source, eventId, eventType, body }) => [source, eventId, eventType, body]);
  return { name: `inbox_${rows}`, text, values };
}

/** `($1,$2,$3,$4),($5,…` */
function places(rows: number): string {
  const place = (row: number) =>
    Array.from({ length: COLUMNS }, (_, column) => `$${row * COLUMNS + column + 1}`);
  return Array.from({ length: rows }, (_, row) => `(${place(row).join(",")})`).join(",");
}

/** New rows (id, source, event id) come back in the order they were sent, with gaps where an event came before. */
function matchInOrder(events: readonly IncomingEvent[], rows: readonly TextRow[]): (string | null)[] {
  let next = 0;
  const ids = events.map(({ source, eventId }) => {
    const row = rows[next];
    if (row?.[1] !== source || row[2] !== eventId) return null;
    next++;
    return row[0] ?? null;
  });
  if (next !== rows.length) throw new Error("the database returned rows in another order than sent");
  return ids;
}

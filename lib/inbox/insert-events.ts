/** The one statement that writes `inbox_events`. */
import type pg from "pg";

export interface IncomingEvent {
  /** `stripe`, `baton` or `partner:<slug>`. */
  source: string;
  /** The sender's own id of this event. */
  eventId: string;
  eventType: string;
  /** As it came. */
  body: string;
}

/** A database that does not answer within this time counts as away; the sender tries again. */
const ANSWER_WITHIN_MS = 10_000;
const COLUMNS = 4;

/** Id, source and event id of a row that is new. */
type NewRow = [id: string, source: string, eventId: string];

const statements = new Map<number, string>();

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
 * earlier in the same list. Throws what pg throws: then none is written.
 */
export async function insertEvents(
  pool: pg.Pool,
  events: readonly IncomingEvent[],
): Promise<(string | null)[]> {
  const query = {
    name: `inbox_${events.length}`,
    text: statementFor(events.length),
    values: events.flatMap((event) => [event.source, event.eventId, event.eventType, event.body]),
    rowMode: "array",
    query_timeout: ANSWER_WITHIN_MS,
  } as const;
  const { rows } = await pool.query<NewRow>(query);
  return matchInOrder(events, rows);
}

/** VALUES is faster than unnest or json here (measured). One text per number of rows: each is prepared once per connection. */
function statementFor(rows: number): string {
  let text = statements.get(rows);
  if (text === undefined) {
    const row = (_: unknown, index: number) =>
      `($${index * COLUMNS + 1},$${index * COLUMNS + 2},$${index * COLUMNS + 3},$${index * COLUMNS + 4})`;
    text = `insert into public.inbox_events (source, event_id, event_type, body) values ${Array.from({ length: rows }, row).join(",")} on conflict (source, event_id) do nothing returning id, source, event_id`;
    statements.set(rows, text);
  }
  return text;
}

/** New rows come back in the order they were sent, with gaps where an event came before. */
function matchInOrder(events: readonly IncomingEvent[], rows: readonly NewRow[]): (string | null)[] {
  let next = 0;
  const ids = events.map(({ source, eventId }) => {
    const row = rows[next];
    if (row?.[1] !== source || row[2] !== eventId) return null;
    next++;
    return row[0];
  });
  if (next !== rows.length) throw new Error("the database returned rows in another order than sent");
  return ids;
}

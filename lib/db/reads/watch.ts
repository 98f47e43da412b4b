/**
 * Watches many people with one question at a time: no database connection per browser, none while nobody looks.
 * Asking for 1,000 students takes about 60 ms (measured: docs/performance.md), so a second between questions
 * is quick enough for eyes and costs less than LISTEN would: a NOTIFY in every commit makes commits wait for each other.
 */
import { logWarn } from "#lib/logger.ts";

/** Pause between two questions. */
const ASK_EVERY_MS = 1_000;
/** Pause after a question that went wrong. */
const REST_MS = 5_000;
/** At most this share of the time is spent asking. */
const MOST_OF_THE_TIME = 0.1;
const MOST_WATCHED = 2_000;
/** A browser keeps one open per tab that is seen. */
const MOST_PER_PERSON = 10;

export interface Watched {
  /** Called with the new mark each time it differs from the one known. */
  changed(mark: string): void;
  /** Called once when the process ends. */
  ended(): void;
}

export interface Watch {
  /** Watches one person from the mark they know. Returns how to stop; null when too many are watched already. */
  add(id: string, mark: string, watched: Watched): (() => void) | null;
  /** Tells everybody that it is over and watches nobody any more. */
  end(): void;
}

interface Entry extends Watched {
  id: string;
  mark: string;
}

/** Makes a watch that learns marks from `ask`. */
export function createWatch(
  ask: (ids: readonly string[]) => Promise<Map<string, string>>,
  everyMs = ASK_EVERY_MS,
): Watch {
  const entries = new Set<Entry>();
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;

  function askIn(ms: number): void {
    if (entries.size === 0 || isOver) timer = null;
    else timer = setTimeout(() => void look(), ms).unref();
  }

  async function look(): Promise<void> {
    const begun = performance.now();
    try {
      const marks = await ask([...new Set([...entries].map(({ id }) => id))]);
      for (const entry of entries) tell(entry, marks.get(entry.id));
      askIn(Math.max(everyMs, (performance.now() - begun) / MOST_OF_THE_TIME));
    } catch (error) {
      logWarn("[studentWatch]", { outcome: error instanceof Error ? error.name : "failed" });
      askIn(REST_MS);
    }
  }

  function add(id: string, mark: string, watched: Watched): (() => void) | null {
    const own = [...entries].filter((entry) => entry.id === id).length;
    if (isOver || entries.size >= MOST_WATCHED || own >= MOST_PER_PERSON) return null;
    const entry: Entry = { id, mark, changed: (now) => watched.changed(now), ended: () => watched.ended() };
    entries.add(entry);
    // At once for the first: the page may be a moment old.
    if (!timer) askIn(0);
    return () => void entries.delete(entry);
  }

  function end(): void {
    isOver = true;
    if (timer) clearTimeout(timer);
    for (const { ended } of entries) ended();
    entries.clear();
  }

  return { add, end };
}

function tell(entry: Entry, mark: string | undefined): void {
  if (mark === undefined || mark === entry.mark) return;
  entry.mark = mark;
  entry.changed(mark);
}

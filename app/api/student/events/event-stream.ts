/** Server-sent events: what the browser's EventSource reads. */
import type { Watched } from "#lib/db/reads/watch.ts";

/** Proxies and browsers give up connections on which nothing moves. */
const HEARTBEAT_MS = 20_000;
/** Whoever signed out elsewhere, or lost a role, is asked again at the latest now. */
const LIFE_MS = 5 * 60_000;
/** Browsers ask again after this long when a stream ended. */
const ASK_AGAIN_MS = 1_000;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // no-transform: compression would hold events back. X-Accel-Buffering: so would nginx.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/** Answers with one event and ends. */
export function oneEvent(mark: string): Response {
  return new Response(eventOf(mark), { headers: HEADERS });
}

/** Answers with an event for each change until the reader leaves; null when `watch` takes nobody more. */
export function eventStream(
  watch: (watched: Watched) => (() => void) | null,
  left: AbortSignal,
): Response | null {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  // Whoever left is noticed by a write that fails.
  const write = (text: string) => void writer.write(encoder.encode(text)).catch(end);
  let timers: NodeJS.Timeout[] = [];
  let stop: (() => void) | null = null;

  function end(): void {
    stop?.();
    stop = null;
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    void writer.close().catch(() => undefined);
  }

  stop = watch({ changed: (mark) => write(eventOf(mark)), ended: end });
  if (!stop) return null;
  left.addEventListener("abort", end, { once: true });
  timers = [
    setInterval(() => write(": still here\n\n"), HEARTBEAT_MS).unref(),
    setTimeout(end, LIFE_MS).unref(),
  ];
  write(`retry: ${ASK_AGAIN_MS}\n\n`);
  return new Response(readable, { headers: HEADERS });
}

function eventOf(mark: string): string {
  return `event: change\ndata: ${mark}\n\n`;
}

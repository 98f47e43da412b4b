/** What both webhook doors have in common: reading a delivery, answering it, refusing it in plain words. */
import { isUtf8 } from "node:buffer";
import { RecorderError, type IncomingEvent, type Recorder } from "#lib/inbox/record.ts";
import { logWarn } from "#lib/logger.ts";
import { doorDeliveries, doorSeconds } from "#lib/metrics.ts";

/** A delivery as any web server can hand it over. */
export interface Delivery {
  /** Value of a header by its lower-case name. */
  header(name: string): string | null;
  /** All headers, for connectors that pick their own. */
  headers(): Headers;
  body: Uint8Array;
}

/** What the sender is told. 2xx only when the event is durable. */
export interface DoorAnswer {
  status: number;
  /** JSON. */
  body: string;
  /** Seconds after which the sender may try again; only with 503. */
  retryAfterSeconds?: number;
}

export interface Receiver {
  /** `stripe` or the partner's slug, for figures and logs; never text of the sender. */
  door: string;
  /** Longer bodies need not be read: they are answered with `refusals.too_large`. */
  maxBytes: number;
  /** Checks and stores one delivery. Never throws. */
  receive(delivery: Delivery): Promise<DoorAnswer>;
}

/** The body is no text that the database can hold. */
export class UnreadableBodyError extends Error {
  override readonly name = "UnreadableBodyError";
}

const STORED: DoorAnswer = { status: 200, body: '{"received":true}' };
const RETRY_AFTER_SECONDS = 5;

/** Answers that need no delivery to be read. */
export const refusals = {
  unknown_partner: refusal(404, "unknown_partner", "There is no such partner."),
  method_not_allowed: refusal(405, "method_not_allowed", "Deliveries are sent with POST."),
  too_large: refusal(413, "too_large", "The delivery is larger than this door accepts."),
  unavailable: {
    ...refusal(503, "unavailable", "The delivery was not stored. Please send it again."),
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
} as const;

/** Makes an answer that refuses. `message` is for the sender's engineer and holds nothing of the delivery. */
export function refusal(status: number, code: string, message: string): DoorAnswer {
  return { status, body: JSON.stringify({ error: { code, message } }) };
}

/** Reads the raw bytes as text, so that encoding it again gives the same bytes. Throws UnreadableBodyError. */
export function readText(body: Uint8Array): string {
  if (!isUtf8(body)) throw new UnreadableBodyError("not UTF-8");
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  if (text.includes("\0")) throw new UnreadableBodyError("holds a NUL character");
  return text;
}

/**
 * Makes a receiver: `read` checks a delivery and says what to store, or throws; `explain` turns its own errors
 * into an answer, or null for errors it does not know.
 */
export function createReceiver(
  door: string,
  maxBytes: number,
  recorder: Recorder,
  read: (delivery: Delivery) => IncomingEvent,
  explain: (error: unknown) => DoorAnswer | null,
): Receiver {
  const stored = doorDeliveries.labels(door, String(STORED.status));
  const seconds = doorSeconds.labels(door);
  const warn = createRefusalLog(door);

  async function receive(delivery: Delivery): Promise<DoorAnswer> {
    const startedAt = performance.now();
    try {
      await recorder.record(read(delivery));
      stored.inc();
      return STORED;
    } catch (error) {
      const answer = explain(error) ?? explainCommon(error);
      doorDeliveries.labels(door, String(answer.status)).inc();
      warn(answer, error);
      return answer;
    } finally {
      seconds.observe((performance.now() - startedAt) / 1000);
    }
  }

  return { door, maxBytes, receive };
}

function explainCommon(error: unknown): DoorAnswer {
  if (error instanceof UnreadableBodyError)
    return refusal(400, "malformed", `The delivery is not readable text: ${error.message}.`);
  if (error instanceof RecorderError && error.kind === "rejected")
    return refusal(400, "malformed", "The delivery cannot be stored as it is.");
  return refusals.unavailable;
}

const LOG_AGAIN_AFTER_MS = 1000;

/** One line per kind of refusal and second at most: a flood of forged deliveries must not fill the disk. */
function createRefusalLog(door: string): (answer: DoorAnswer, error: unknown) => void {
  const kinds = new Map<string, { loggedAt: number; count: number }>();
  return ({ status }, error) => {
    const reason = reasonOf(error);
    const kind = kinds.get(reason) ?? { loggedAt: -Infinity, count: 0 };
    kinds.set(reason, kind);
    kind.count++;
    if (performance.now() - kind.loggedAt < LOG_AGAIN_AFTER_MS) return;
    logWarn(door === "stripe" ? "[StripeWebhook]" : "[PartnerWebhook]", {
      outcome: "refused",
      partner: door,
      status,
      reason,
      count: kind.count,
    });
    kind.loggedAt = performance.now();
    kind.count = 0;
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof RecorderError) {
    const code = (error.cause as { code?: unknown } | null)?.code;
    return typeof code === "string" ? `${error.kind} ${code}` : error.kind;
  }
  const reason = (error as { reason?: unknown }).reason;
  return typeof reason === "string" ? reason : error instanceof Error ? error.name : typeof error;
}

/** Stripe's webhook signature. Stated at https://docs.stripe.com/webhooks/signature */
import Stripe from "stripe";

/** How far the signed time may be from ours, in either direction. Stripe signs each delivery attempt afresh. */
const TOLERANCE_SECONDS = 300;
/** Ids and types go into indexed columns and logs: visible ASCII, as all of Stripe's are. */
const NAME = /^[\x21-\x7e]{1,255}$/;

/** A Stripe delivery that is forged, stale or not readable. The message names the reason, never the content. */
export class StripeWebhookRejectedError extends Error {
  override readonly name = "StripeWebhookRejectedError";
  readonly reason: "missing_header" | "bad_signature" | "stale" | "malformed";

  constructor(reason: StripeWebhookRejectedError["reason"], options?: ErrorOptions) {
    super(`Stripe webhook rejected: ${reason}`, options);
    this.reason = reason;
  }
}

/**
 * Checks a Stripe delivery and returns its identity. Does no I/O.
 *
 * `secrets` are tried in turn, so that two can hold while one rotates; `now` is milliseconds since the epoch.
 * Throws StripeWebhookRejectedError; `stale` only when the signature itself holds. A replay within the
 * tolerance passes: the event id makes it one.
 * Measured on 3 KB bodies: 9.1 µs through the SDK, 8.2 µs with bare node:crypto (docs/decisions/010).
 */
export function verifyStripeWebhook(
  rawBody: string,
  signatureHeader: string | null,
  secrets: readonly string[],
  now: number = Date.now(),
): { eventId: string; eventType: string } {
  if (!signatureHeader) throw new StripeWebhookRejectedError("missing_header");
  if (rawBody === "") throw new StripeWebhookRejectedError("malformed");
  const signedAt = readSignedTime(signatureHeader);
  const event = openWithAny(rawBody, signatureHeader, secrets);
  if (Math.abs(now / 1000 - signedAt) > TOLERANCE_SECONDS) throw new StripeWebhookRejectedError("stale");
  return readIdentity(rawBody, event);
}

/** Seconds since the epoch. A header with no time, or with two, is refused: which one was signed would be a guess. */
function readSignedTime(header: string): number {
  const times = header.split(",").filter((item) => item.startsWith("t="));
  const seconds = times.length === 1 ? /^t=(\d{1,12})$/.exec(times[0] ?? "")?.[1] : undefined;
  if (seconds === undefined) throw new StripeWebhookRejectedError("bad_signature");
  return Number(seconds);
}

/** The body as an untrusted value, once one secret signed it. The time is judged by the caller, so that stale and forged differ. */
function openWithAny(rawBody: string, header: string, secrets: readonly string[]): unknown {
  const withoutTimeCheck = 0;
  for (const secret of secrets) {
    try {
      return Stripe.webhooks.constructEvent(rawBody, header, secret, withoutTimeCheck);
    } catch (error) {
      // Whatever else goes wrong comes after the signature held: the body is not an event.
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) {
        throw new StripeWebhookRejectedError("malformed", { cause: error });
      }
    }
  }
  throw new StripeWebhookRejectedError("bad_signature");
}

function readIdentity(rawBody: string, event: unknown): { eventId: string; eventType: string } {
  if (typeof event !== "object" || event === null || Array.isArray(event) || hidesPrototype(rawBody, event)) {
    throw new StripeWebhookRejectedError("malformed");
  }
  const { id, type, object } = event as Record<string, unknown>;
  if (object !== "event" || !isName(id) || !isName(type)) throw new StripeWebhookRejectedError("malformed");
  return { eventId: id, eventType: type };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && NAME.test(value);
}

/** Whether any key is `__proto__`, at any depth. The text search keeps the walk off the usual path. */
function hidesPrototype(rawBody: string, event: object): boolean {
  if (!rawBody.includes("__proto__") && !rawBody.includes("\\u00")) return false;
  const open: object[] = [event];
  for (let value = open.pop(); value; value = open.pop()) {
    if (Object.hasOwn(value, "__proto__")) return true;
    for (const child of Object.values(value))
      if (typeof child === "object" && child !== null) open.push(child);
  }
  return false;
}

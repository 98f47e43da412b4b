/** The two ways deliveries are signed: Standard Webhooks, and HMAC-SHA256 in hex where a partner knows no other. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { WebhookRejectedError, type WebhookDelivery } from "#lib/partners/base.ts";

const TOLERANCE_SECONDS = 300;
/** What an event's id may look like, in a header or in a body. */
export const EVENT_ID = /^[\w.:-]{1,200}$/;
const TIMESTAMP = /^\d{1,11}$/;

/**
 * Checks `webhook-id`, `webhook-timestamp` and `webhook-signature` (`v1,<base64>`, several separated by blanks) of
 * the Standard Webhooks scheme and returns the id, which is signed too. Any of `secrets` may have signed.
 * Throws WebhookRejectedError. The window is measured with the door's clock of the delivery.
 */
export function standardSignature(secrets: readonly string[]): (delivery: WebhookDelivery) => string {
  const signers = secrets.map((secret) => new Webhook(secret));
  return (delivery) => {
    const read = headersOf(delivery, signers.length);
    const [id, timestamp, given] = [
      read("webhook-id"),
      read("webhook-timestamp"),
      read("webhook-signature").split(" "),
    ];
    if (!EVENT_ID.test(id)) throw new WebhookRejectedError("malformed");
    const signedAt = readTimestamp(timestamp);
    requireOneOf(
      signers.map((signer) => signer.sign(id, signedAt, delivery.body)),
      given,
    );
    requireInWindow(signedAt, delivery);
    return id;
  };
}

/**
 * Checks `<prefix>-timestamp` and `<prefix>-signature`: `sha256=` and HMAC-SHA256 in lower-case hex over
 * `timestamp.body`, several separated by blanks or commas. The key is the secret's own text; any of `secrets` may have signed.
 * No header besides the time is covered, so nothing else may be read from headers. Throws WebhookRejectedError.
 */
export function hexSignature(
  secrets: readonly string[],
  prefix: string,
): (delivery: WebhookDelivery) => void {
  return (delivery) => {
    const read = headersOf(delivery, secrets.length);
    const [timestamp, given] = [read(`${prefix}-timestamp`), read(`${prefix}-signature`).split(/[ ,]+/)];
    const signedAt = readTimestamp(timestamp);
    const sign = (secret: string) =>
      `sha256=${createHmac("sha256", secret).update(`${timestamp}.${delivery.body}`).digest("hex")}`;
    requireOneOf(secrets.map(sign), given);
    requireInWindow(signedAt, delivery);
  };
}

/** Reads headers that must be there; without any secret of ours there is nothing to check them with. */
function headersOf({ headers }: WebhookDelivery, secrets: number): (name: string) => string {
  if (secrets === 0) throw new WebhookRejectedError("no_secret");
  return (name) => {
    const value = headers.get(name);
    if (!value) throw new WebhookRejectedError("missing_header");
    return value;
  };
}

function readTimestamp(text: string): Date {
  if (!TIMESTAMP.test(text)) throw new WebhookRejectedError("malformed");
  return new Date(Number(text) * 1000);
}

function requireOneOf(expected: readonly string[], given: readonly string[]): void {
  if (expected.some((mac) => given.some((candidate) => isSame(mac, candidate)))) return;
  throw new WebhookRejectedError("bad_signature");
}

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function requireInWindow(signedAt: Date, { receivedAt }: WebhookDelivery): void {
  if (Math.abs(receivedAt - signedAt.getTime()) <= TOLERANCE_SECONDS * 1000) return;
  throw new WebhookRejectedError("stale");
}

/** Signed deliveries in the Standard Webhooks scheme (webhook-id, webhook-timestamp, webhook-signature). */
import { timingSafeEqual } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { PartnerEvent, PartnerEventType } from "#lib/domain/partner-event.ts";
import { WebhookRejectedError, type VerifiedWebhook, type WebhookDelivery } from "#lib/partners/base.ts";

const TOLERANCE_SECONDS = 300;
const EVENT_ID = /^[\w.:-]{1,200}$/;
const EVENT_TYPES = [
  "enrollment.created",
  "progress.updated",
  "course.completed",
  "certificate.issued",
  "exam.failed",
] as const satisfies readonly PartnerEventType[];

/** A partner's own name of an event. */
export const eventName = z.string().regex(/^[\w.:-]{1,100}$/);

/** How one partner writes its events. */
export interface WebhookFormat<Message> {
  /** Finds the event's name in a body of any event. */
  name: z.ZodType<string>;
  /** The body of an event we know. */
  message: z.ZodType<Message>;
  /** The partner's own events after which an enrollment is read anew. */
  changes?: readonly string[];
  toEvent: (type: PartnerEventType, message: Message) => Omit<PartnerEvent, "standing">;
}

/** The webhook half of a connector; see PartnerConnector for what each does and throws. */
export interface WebhookReader {
  verify(delivery: WebhookDelivery): VerifiedWebhook;
  parse(body: string): PartnerEvent[];
}

/** Makes the reader of one partner's deliveries. Any of `secrets` may have signed, so that they can rotate. */
export function webhookReader<Message>(
  secrets: readonly string[],
  format: WebhookFormat<Message>,
): WebhookReader {
  const signers = secrets.map((secret) => new Webhook(secret));
  return {
    verify(delivery) {
      const eventId = checkSignature(delivery, signers);
      return { eventId, eventType: read(readContent(delivery.body), format.name) };
    },
    parse(body) {
      const content = readContent(body);
      const name = read(content, format.name);
      const type = format.changes?.includes(name)
        ? "enrollment.changed"
        : EVENT_TYPES.find((known) => known === name);
      if (type === undefined) return [];
      return [{ ...format.toEvent(type, read(content, format.message)), standing: null }];
    },
  };
}

/** Returns the id of a genuine delivery. The window is measured with the door's clock of the delivery. */
function checkSignature(delivery: WebhookDelivery, signers: readonly Webhook[]): string {
  if (signers.length === 0) throw new WebhookRejectedError("no_secret");
  const id = delivery.headers.get("webhook-id");
  const timestamp = delivery.headers.get("webhook-timestamp");
  const signatures = delivery.headers.get("webhook-signature");
  if (!id || !timestamp || !signatures) throw new WebhookRejectedError("missing_header");
  if (!EVENT_ID.test(id) || !/^\d{1,11}$/.test(timestamp)) throw new WebhookRejectedError("malformed");
  const signedAt = new Date(Number(timestamp) * 1000);
  const expected = signers.map((signer) => signer.sign(id, signedAt, delivery.body));
  const given = signatures.split(" ");
  if (!expected.some((mac) => given.some((candidate) => isSame(mac, candidate)))) {
    throw new WebhookRejectedError("bad_signature");
  }
  const distance = Math.abs(delivery.receivedAt - signedAt.getTime());
  if (distance > TOLERANCE_SECONDS * 1000) throw new WebhookRejectedError("stale");
  return id;
}

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Parses JSON; a key that could reach into an object's prototype makes the whole body unreadable. */
function readContent(body: string): unknown {
  try {
    return JSON.parse(body, (key, value: unknown) => {
      if (key === "__proto__") throw new SyntaxError("forbidden key");
      return value;
    });
  } catch {
    throw new WebhookRejectedError("malformed");
  }
}

function read<T>(content: unknown, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(content);
  if (!parsed.success) throw new WebhookRejectedError("malformed");
  return parsed.data;
}

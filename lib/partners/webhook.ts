/** Reads a partner's signed deliveries: who sent it, what it is, and what it says. */
import { z } from "zod";
import type { PartnerEvent, PartnerEventType } from "#lib/domain/partner-event.ts";
import { WebhookRejectedError, type VerifiedWebhook, type WebhookDelivery } from "#lib/partners/base.ts";
import { EVENT_ID, hexSignature, standardSignature } from "#lib/partners/webhook-signature.ts";

const EVENT_TYPES = [
  "enrollment.created",
  "progress.updated",
  "course.completed",
  "certificate.issued",
  "exam.failed",
] as const satisfies readonly PartnerEventType[];

/** A partner's own name of an event. */
export const eventName = z.string().regex(/^[\w.:-]{1,100}$/);

/** A partner's own id of an event, where the body carries it. */
export const eventId = z.string().regex(EVENT_ID);

/** How one partner writes its events. */
export interface WebhookFormat<Message> {
  /** Set for a partner that signs with HMAC-SHA256 in hex (descriptor `hmac-hex`); left out, it is Standard Webhooks. */
  hmacHex?: {
    /** Beginning of the names of its two headers, `<prefix>-timestamp` and `<prefix>-signature`. */
    prefix: string;
    /** Finds the event's id in a body of any event: headers are not signed, an id in them could be changed at will. */
    id: z.ZodType<string>;
  };
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
  const check = signatureCheck(secrets, format.hmacHex);
  return {
    verify(delivery) {
      const idOf = check(delivery);
      const content = readContent(delivery.body);
      return { eventId: idOf(content), eventType: read(content, format.name) };
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

/** Checks a delivery and gives the way to its id, which stands in a signed header or in the body. */
function signatureCheck(
  secrets: readonly string[],
  hmacHex: WebhookFormat<unknown>["hmacHex"],
): (delivery: WebhookDelivery) => (content: unknown) => string {
  if (hmacHex === undefined) {
    const check = standardSignature(secrets);
    return (delivery) => {
      const id = check(delivery);
      return () => id;
    };
  }
  const check = hexSignature(secrets, hmacHex.prefix);
  return (delivery) => {
    check(delivery);
    return (content) => read(content, hmacHex.id);
  };
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

/** How each partner signs its webhooks: Standard Webhooks, or HMAC-SHA256 in hex where it knows no other. */
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";

export type WebhookScheme = "standard" | "hmac-hex";

/** What is signed, by whom and when. */
export interface Unsigned {
  slug: string;
  secret: string;
  messageId: string;
  at: Date;
  body: string;
}

/** Returns the headers that make `body` a signed delivery. Under `hmac-hex` the event's id stands in the body alone. */
export function signatureHeaders(scheme: WebhookScheme, message: Unsigned): Record<string, string> {
  const { slug, secret, messageId, at, body } = message;
  const timestamp = String(Math.floor(at.getTime() / 1000));
  if (scheme === "standard") {
    return {
      "webhook-id": messageId,
      "webhook-timestamp": timestamp,
      "webhook-signature": new Webhook(secret).sign(messageId, at, body),
    };
  }
  const mac = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return { [`x-${slug}-timestamp`]: timestamp, [`x-${slug}-signature`]: `sha256=${mac}` };
}

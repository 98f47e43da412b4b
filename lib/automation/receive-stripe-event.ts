/** Stripe's webhook door: verify, store once, answer after the commit. What an event means is handle-stripe-event.ts. */
import {
  createReceiver,
  readText,
  refusal,
  type DoorAnswer,
  type Receiver,
} from "#lib/automation/receive-delivery.ts";
import { answerRequest } from "#lib/automation/receive-request.ts";
import type { Recorder } from "#lib/inbox/record.ts";
import { StripeWebhookRejectedError, verifyStripeWebhook } from "#lib/payments/index.ts";

export interface StripeDoorOptions {
  recorder: Recorder;
  /** Newest first; any of them may have signed. */
  secrets: readonly string[];
}

/** Stripe's events are a few KB; this leaves room for the largest metadata and line items. */
const MAX_BYTES = 256 * 1024;

const MESSAGES: Record<StripeWebhookRejectedError["reason"], string> = {
  missing_header: "The Stripe-Signature header is missing.",
  bad_signature: "The signature does not fit the body.",
  stale: "The signature is too old, or a clock is wrong.",
  malformed: "The body is not a Stripe event.",
};

/** Makes the door as a web-standard function. The same event sent again is answered 200 and changes nothing. */
export function createStripeDoor(options: StripeDoorOptions): (request: Request) => Promise<Response> {
  const receiver = createStripeReceiver(options);
  return (request) => answerRequest(receiver, request);
}

/** Makes the door for a server that reads bodies itself. */
export function createStripeReceiver({ recorder, secrets }: StripeDoorOptions): Receiver {
  return createReceiver(
    "stripe",
    MAX_BYTES,
    recorder,
    (delivery) => {
      const signature = delivery.header("stripe-signature");
      const { eventId, eventType } = verifyStripeWebhook(readText(delivery.body), signature, secrets);
      return { source: "stripe", eventId, eventType, body: delivery.body };
    },
    explain,
  );
}

function explain(error: unknown): DoorAnswer | null {
  if (!(error instanceof StripeWebhookRejectedError)) return null;
  return refusal(400, error.reason, MESSAGES[error.reason]);
}

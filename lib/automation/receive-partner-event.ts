/** The partners' webhook door: verify, store once, answer after the commit. What an event means is handle-partner-event.ts. */
import {
  createReceiver,
  readText,
  refusal,
  refusals,
  type Delivery,
  type DoorAnswer,
  type Receiver,
} from "#lib/automation/receive-delivery.ts";
import { answerRequest, toResponse } from "#lib/automation/receive-request.ts";
import type { Recorder } from "#lib/inbox/record.ts";
import { WebhookRejectedError, type PartnerConnector } from "#lib/partners/base.ts";

export interface PartnerDoorOptions {
  recorder: Recorder;
  /** Null for a partner that is unknown or not configured. */
  findConnector: (partner: string) => Pick<PartnerConnector, "verifyWebhook"> | null;
}

/** As much as the inbox keeps of one event. */
const MAX_BYTES = 1024 * 1024;

const MESSAGES: Record<Exclude<WebhookRejectedError["reason"], "no_secret">, string> = {
  missing_header: "A signature header is missing.",
  bad_signature: "The signature does not fit the body.",
  stale: "The signature is too old, or a clock is wrong.",
  malformed: "The body is not an event of this partner.",
};

/** Makes the door as a web-standard function of request and partner slug. The same event sent again changes nothing. */
export function createPartnerDoor(
  options: PartnerDoorOptions,
): (request: Request, partner: string) => Promise<Response> {
  const find = createPartnerReceivers(options);
  return async (request, partner) => {
    const receiver = find(partner);
    return receiver ? answerRequest(receiver, request) : toResponse(refusals.unknown_partner);
  };
}

/** Makes the doors for a server that reads bodies itself: slug → receiver, null for an unknown partner. */
export function createPartnerReceivers(options: PartnerDoorOptions): (partner: string) => Receiver | null {
  const receivers = new Map<string, Receiver>();
  return (partner) => {
    const connector = options.findConnector(partner);
    if (connector === null) return null;
    let receiver = receivers.get(partner);
    if (!receiver) {
      const read = (delivery: Delivery) => readEvent(connector, partner, delivery);
      receiver = createReceiver(partner, MAX_BYTES, options.recorder, read, explain);
      receivers.set(partner, receiver);
    }
    return receiver;
  };
}

function readEvent(connector: Pick<PartnerConnector, "verifyWebhook">, partner: string, delivery: Delivery) {
  const body = readText(delivery.body);
  const { storedBody, ...identity } = connector.verifyWebhook({
    headers: delivery.headers(),
    body,
    receivedAt: Date.now(),
  });
  // Some partners send what must not be kept: then the connector says what may be.
  const kept = storedBody === undefined ? delivery.body : Buffer.from(storedBody);
  return { source: `partner:${partner}`, ...identity, body: kept };
}

function explain(error: unknown): DoorAnswer | null {
  if (!(error instanceof WebhookRejectedError)) return null;
  // Our own secret is missing: the sender did nothing wrong and may try again once it is set.
  if (error.reason === "no_secret") return null;
  return refusal(400, error.reason, MESSAGES[error.reason]);
}

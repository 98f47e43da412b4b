/** Reads a delivery from node:http and answers it. Lighter than building a Request and a Response. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { refusals, type Delivery, type DoorAnswer, type Receiver } from "#lib/automation/receive-delivery.ts";

/** A sender that goes on beyond this is cut off instead of being told why. */
const STOP_READING_AT_BYTES = 16 * 1024 * 1024;

/** Writes a door's answer. */
export type WriteAnswer = (response: ServerResponse, answer: DoorAnswer) => void;

/** Makes the writer of answers; `headers` (name and value in turn) go with each. */
export function createAnswerWriter(headers: readonly string[]): WriteAnswer {
  const common = [...headers, "Content-Type", "application/json", "Cache-Control", "no-store"];
  return (response, { status, body, retryAfterSeconds }) => {
    const all = [...common, "Content-Length", String(Buffer.byteLength(body))];
    if (status === 405) all.push("Allow", "POST");
    if (retryAfterSeconds !== undefined) all.push("Retry-After", String(retryAfterSeconds));
    response.writeHead(status, all).end(body);
  };
}

/** Reads one delivery, lets it be received, and answers. A sender that hangs up early is not answered. */
export function receiveDelivery(
  receiver: Receiver,
  request: IncomingMessage,
  response: ServerResponse,
  write: WriteAnswer,
): void {
  if (request.method !== "POST") return write(response, refusals.method_not_allowed);
  const chunks: Buffer[] = [];
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= receiver.maxBytes) chunks.push(chunk);
    else if (length > STOP_READING_AT_BYTES) request.destroy();
  });
  request.on("end", () => {
    if (length > receiver.maxBytes) return write(response, refusals.too_large);
    const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
    void receiver.receive(asDelivery(request, body)).then((answer) => write(response, answer));
  });
  request.on("error", () => undefined); // hung up: nothing was stored, nobody is there to be told
}

function asDelivery(request: IncomingMessage, body: Uint8Array): Delivery {
  return {
    body,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
    headers: () => toHeaders(request),
  };
}

function toHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2)
    headers.append(request.rawHeaders[index] ?? "", request.rawHeaders[index + 1] ?? "");
  return headers;
}

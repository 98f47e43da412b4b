/** A webhook door as a web-standard function, for servers that speak Request and Response. */
import { refusals, type DoorAnswer, type Receiver } from "#lib/automation/receive-delivery.ts";

/** Reads a request up to the receiver's limit, lets it be received, and answers. Never throws. */
export async function answerRequest(receiver: Receiver, request: Request): Promise<Response> {
  if (request.method !== "POST") return toResponse(refusals.method_not_allowed);
  const body = await readBody(request, receiver.maxBytes);
  if (body === null) return toResponse(refusals.too_large);
  return toResponse(
    await receiver.receive({
      header: (name) => request.headers.get(name),
      headers: () => request.headers,
      body,
    }),
  );
}

/** Turns a door's answer into a Response. */
export function toResponse({ status, body, retryAfterSeconds }: DoorAnswer): Response {
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  if (status === 405) headers.set("allow", "POST");
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  return new Response(body, { status, headers });
}

/** Null when the body is longer than `maxBytes`; nothing beyond that is kept in memory. */
async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return null;
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

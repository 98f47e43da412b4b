/** node:http on the outside, web-standard Request and Response on the inside. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

const MAX_BODY_BYTES = 1024 * 1024;

/** Thrown by a part that plays a partner whose connection breaks: the socket is closed without an answer. */
export class ConnectionCutError extends Error {
  override readonly name = "ConnectionCutError";
}

/** An answer whose body is passed on piece by piece, as fast as the caller takes it; a body that fails closes the socket. */
export class StreamedResponse extends Response {}

/**
 * Turns a web-standard handler into a node:http listener.
 *
 * Bodies over 1 MiB are answered 413. What the handler throws is answered 500 with a plain sentence and
 * handed to `onError`; a ConnectionCutError closes the socket. `request.signal` aborts when the caller leaves.
 */
export function requestListener(
  baseUrl: string,
  handle: (request: Request) => Promise<Response>,
  onError: (error: unknown) => void,
): RequestListener {
  return (incoming, outgoing) => {
    serve(baseUrl, handle, incoming, outgoing).catch(async (error: unknown) => {
      if (!(error instanceof ConnectionCutError)) onError(error);
      if (error instanceof ConnectionCutError || outgoing.headersSent) outgoing.destroy();
      else await write(outgoing, plain(500, "The sandbox made a mistake."), incoming.method);
    });
  };
}

async function serve(
  baseUrl: string,
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = await toRequest(baseUrl, incoming, outgoing);
  const response = request instanceof Response ? request : await handle(request);
  await write(outgoing, response, incoming.method);
}

async function toRequest(
  baseUrl: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Request | Response> {
  const { method = "GET", url = "/" } = incoming;
  if (!url.startsWith("/")) return plain(400, "The address must be a path.");
  if (method === "TRACE" || method === "CONNECT") return plain(405, "This method is not answered.");
  const body = await readBody(incoming);
  if (body === null) return plain(413, "The body may hold 1 MiB at most.");
  const abort = new AbortController();
  outgoing.once("close", () => outgoing.writableFinished || abort.abort());
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(baseUrl + url, {
    method,
    headers: headersOf(incoming),
    signal: abort.signal,
    ...(hasBody ? { body: new Uint8Array(body) } : {}),
  });
}

/** Reads the whole body, or returns null when it is over the limit (the rest is thrown away). */
async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks);
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? "", incoming.rawHeaders[at + 1] ?? "");
  }
  return headers;
}

async function write(outgoing: ServerResponse, response: Response, method = "GET"): Promise<void> {
  const cookies = response.headers.getSetCookie();
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  if (response instanceof StreamedResponse) return passOn(outgoing, response);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status !== 204 && response.status !== 304) outgoing.setHeader("content-length", bytes.length);
  outgoing.end(method === "HEAD" ? undefined : bytes);
}

async function passOn(outgoing: ServerResponse, response: StreamedResponse): Promise<void> {
  const body = Readable.fromWeb((response.body ?? new Blob().stream()) as ReadableStream);
  try {
    await pipeline(body, outgoing);
  } catch {
    // The caller left, or the body is meant to break off: either way the socket is closed and nobody is to blame.
    outgoing.destroy();
  }
}

function plain(status: number, sentence: string): Response {
  return new Response(`${sentence}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}

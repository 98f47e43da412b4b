/**
 * Answers that are a burden as bytes. Where it can be, the right answer stands behind the burden: who
 * refuses it refuses it for its size or slowness alone.
 */
import { ReadableStream } from "node:stream/web";
import { gzipSync } from "node:zlib";
import { StreamedResponse } from "#sandbox/http.ts";
import type { ByteKind } from "#sandbox/partners/hostility.ts";

const MIB = 1024 * 1024;
const GIB_IN_MIB = 1024;
const BYTE_EVERY_MS = 1000;
/** As long as a patient caller would wait. */
const TRICKLED_BYTES = 3600;
const HEADERS = { "content-type": "application/json" };

/** Gives `text` (JSON) with the status it would have had, as this kind of hostility bends it. */
export function hostileBytes(kind: ByteKind, text: string, status: number, address: string): Response {
  switch (kind) {
    case "web-page":
      return new Response(
        "<!doctype html><title>Sign in</title><script>alert('sandbox@example.com')</script>",
        {
          status,
          headers: { "content-type": "text/html" },
        },
      );
    case "nothing":
      return new Response("", { status, headers: HEADERS });
    case "not-utf8":
      return new Response(withForeignByte(text), { status, headers: HEADERS });
    case "over-1-mib":
      return new Response(" ".repeat(MIB) + text, { status, headers: HEADERS });
    case "one-gib":
      return stream(blanks(GIB_IN_MIB), text, status);
    case "gzip-bomb":
      return gzipBomb(text, status);
    case "byte-a-second":
      return stream(trickle(), text, status);
    case "redirect":
      return new Response(null, { status: 307, headers: { location: address } });
    case "cut-off":
      return new StreamedResponse(flowing(breakingOff(text)), { status, headers: HEADERS });
  }
}

/** A lone 0xff as the first thing in the object: no text in any encoding JSON may have. */
function withForeignByte(text: string): Uint8Array<ArrayBuffer> {
  const at = text.indexOf("{") + 1;
  return Uint8Array.from(
    Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from([0xff]), Buffer.from(text.slice(at))]),
  );
}

function stream(burden: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, text: string, status: number) {
  async function* whole() {
    yield* burden;
    yield Buffer.from(text);
  }
  return new StreamedResponse(flowing(whole()), { status, headers: HEADERS });
}

function* blanks(mib: number): Generator<Uint8Array> {
  const chunk = Buffer.alloc(MIB / 16, " ");
  for (let sent = 0; sent < mib * 16; sent += 1) yield chunk;
}

async function* trickle(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < TRICKLED_BYTES; sent += 1) {
    yield Buffer.from(" ");
    await new Promise((resolve) => setTimeout(resolve, BYTE_EVERY_MS).unref());
  }
}

/** Gzip allows members one after another: a thousand times the same kilobyte unfolds to a gibibyte. */
function gzipBomb(text: string, status: number): Response {
  const member = gzipSync(Buffer.alloc(MIB, " "));
  const members = Array.from({ length: GIB_IN_MIB }, () => member);
  const bytes = Uint8Array.from(Buffer.concat([...members, gzipSync(text)]));
  return new Response(bytes, { status, headers: { ...HEADERS, "content-encoding": "gzip" } });
}

async function* breakingOff(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text.slice(0, text.length / 2));
  throw new Error("the line was cut");
}

/** The two type libraries know the same stream under two names. */
function flowing(pieces: AsyncIterable<Uint8Array>): BodyInit {
  return ReadableStream.from(pieces) as unknown as BodyInit;
}

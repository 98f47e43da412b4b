/** Reads what a request carries: bounded, of a known type, with known keys only. */
import type { z } from "zod";
import { RequestError } from "#app/api/answer.ts";

const MAX_BYTES = 64 * 1024;

/** True for a form that a page submits without scripts. */
export function isForm(request: Request): boolean {
  return mediaType(request) === "application/x-www-form-urlencoded";
}

/** Reads a JSON body of at most `maxBytes`. Throws RequestError 400, 413 or 415. */
export async function readJson<T>(
  request: Request,
  shape: z.ZodType<T>,
  maxBytes: number = MAX_BYTES,
): Promise<T> {
  if (mediaType(request) !== "application/json")
    throw new RequestError(415, "unsupported_media_type", "Send JSON, as application/json.");
  return check(parseJson(await readText(request, maxBytes)), shape);
}

/** Reads a body as it is, of at most `maxBytes`. Throws RequestError 413. */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = Number(request.headers.get("content-length") ?? 0);
  if (length > maxBytes) throw tooLarge();
  length = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads a submitted form; a name that occurs several times gives a list. Throws RequestError 400 or 413. */
export async function readForm<T>(request: Request, shape: z.ZodType<T>): Promise<T> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(await readText(request))) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return check(Object.fromEntries(fields), shape);
}

function mediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

async function readText(request: Request, maxBytes: number = MAX_BYTES): Promise<string> {
  const bytes = await readBytes(request, maxBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new RequestError(400, "malformed", "The body is not UTF-8 text.");
  }
}

function tooLarge(): RequestError {
  return new RequestError(413, "too_large", "The body is too large.");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, "malformed", "The body is not JSON.");
  }
}

/** Names the fields that are wrong, never what they hold. */
function check<T>(body: unknown, shape: z.ZodType<T>): T {
  if (typeof body !== "object" || body === null || Object.hasOwn(body, "__proto__"))
    throw new RequestError(400, "malformed", "The body must be an object of known fields.");
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? ["unknown fields"] : [issue.path.join(".") || "body"],
  );
  throw new RequestError(400, "malformed", `Wrong or missing: ${[...new Set(wrong)].join(", ")}.`);
}

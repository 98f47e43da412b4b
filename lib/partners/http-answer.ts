/** Reads what a partner answered, within limits, and says in our own words what is wrong with it. */
import type { Response } from "undici";
import type { z } from "zod";
import { PartnerAPIError, type PartnerErrorKind } from "#lib/partners/base.ts";

const MAX_ANSWER_BYTES = 1024 * 1024;
const DRAINED_BYTES = 64 * 1024;
const MAX_RETRY_AFTER_SECONDS = 24 * 60 * 60;
const NAMED_PATHS = 3;

/** A partner's own "no" translated: the kind, and a sentence of ours that holds nothing of the body. */
export interface Refusal {
  kind: PartnerErrorKind;
  message: string;
  /** The partner did not take the voucher or code itself: another one may work. */
  voucherRefused?: boolean;
}

/** Names the call an error is about. */
export interface CallName {
  partner: string;
  operation: string;
}

/**
 * Reads an answer as JSON of the wanted shape; unknown fields are dropped.
 * Throws PartnerAPIError: `rejected` when it is empty, too big, not JSON or of another shape, else by status.
 */
export async function readAnswer<T>(
  response: Response,
  shape: z.ZodType<T>,
  name: CallName,
  refusalOf: (status: number, body: unknown) => Refusal | null,
): Promise<T> {
  if (!response.ok) throw await failureOf(response, name, refusalOf);
  const parsed = shape.safeParse(await readJson(response, name));
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.slice(0, NAMED_PATHS).map((issue) => issue.path.join(".") || "whole");
  throw notUnderstood(name, response.status, paths.join(", "));
}

/** An answer we can make nothing of; `why` names field paths or a property of the answer, never its content. */
export function notUnderstood(name: CallName, status: number, why: string): PartnerAPIError {
  return new PartnerAPIError("rejected", { ...name, status, message: `answer not understood (${why})` });
}

/** Reads `Retry-After` (seconds or HTTP date) as whole seconds from `now`, at most a day; null when absent or unreadable. */
export function retryAfterSeconds(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((momentOf(text) - now) / 1000);
  if (Number.isNaN(seconds)) return null;
  return Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_SECONDS);
}

/**
 * Reads a whole answer as JSON: at most 1 MiB, counted after decompression, so that a small one cannot unfold into a huge one.
 * Throws PartnerAPIError `rejected` when it is empty, bigger or not JSON.
 */
export async function readJson(response: Response, name: CallName): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > MAX_ANSWER_BYTES) throw notUnderstood(name, response.status, "over 1 MiB");
    chunks.push(chunk as Uint8Array);
  }
  if (size === 0) throw notUnderstood(name, response.status, "empty");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw notUnderstood(name, response.status, "not JSON");
  }
}

/** Milliseconds since the epoch, NaN when it is no HTTP date: `Date.parse` alone takes "-5" or "1.5" for one. */
function momentOf(text: string): number {
  return /^[A-Z][a-z]{2}, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}

async function failureOf(
  response: Response,
  name: CallName,
  refusalOf: (status: number, body: unknown) => Refusal | null,
): Promise<PartnerAPIError> {
  const { status } = response;
  const about = { ...name, status };
  if (status < 400) {
    await drain(response);
    return new PartnerAPIError("rejected", { ...about, message: `redirected (${status}), which is refused` });
  }
  const kind = kindOf(status);
  if (kind !== "rejected") {
    await drain(response);
    const wait = retryAfterSeconds(response.headers.get("retry-after"), Date.now());
    return new PartnerAPIError(kind, {
      ...about,
      message: `answered ${status}`,
      ...(wait === null ? {} : { retryAfterSeconds: wait }),
    });
  }
  const refusal = refusalOf(status, await readJson(response, name));
  return new PartnerAPIError(refusal?.kind ?? kind, {
    ...about,
    message: refusal?.message ?? `answered ${status}`,
    voucherRefused: refusal?.voucherRefused ?? false,
  });
}

/** Reads what is left of a short body, so that the connection can be used again; gives up on a long one. */
async function drain(response: Response): Promise<void> {
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > DRAINED_BYTES) break;
  }
}

function kindOf(status: number): PartnerErrorKind {
  if (status >= 500 || status === 408 || status === 425 || status === 429) return "retry";
  return status === 401 || status === 403 ? "misconfigured" : "rejected";
}

/**
 * Refuses what no page of ours asks, before Next sees it: Next answers such requests as if they were visits, reads
 * bodies without end, or breaks.
 */
import type { IncomingMessage } from "node:http";
import { refusal, type DoorAnswer } from "#lib/automation/receive-delivery.ts";

/** What of a request is looked at. */
type Asked = Pick<IncomingMessage, "method" | "url" | "headers">;

/** The longest form of ours is a lesson: 25,000 characters. */
const MAX_BODY_BYTES = 64 * 1024;
/** Addresses that take more: parts of uploads, and what packages keep. */
const MORE_BYTES: readonly { prefix: string; bytes: number }[] = [
  { prefix: "/api/admin/course-files/parts?", bytes: 4 * 1024 * 1024 },
  { prefix: "/api/learn/", bytes: 384 * 1024 },
];
const METHODS = ["GET", "HEAD", "POST"];
/** Routes outside /api/ to which a page sends a plain form. */
const ROUTES_FOR_FORMS = ["/sign-out"];

export const ALLOWED_METHODS = METHODS.join(", ");

/** Finds what is wrong with a request for a page or a route; null when it may go on. `appUrl` is Baton's address. */
export function findFault(request: Asked, appUrl: string): DoorAnswer | null {
  if (!isReadable(request.url ?? "/")) return refusal(400, "bad_address", "This address cannot be read.");
  if (!METHODS.includes(request.method ?? ""))
    return refusal(405, "method_not_allowed", "This address does not take that.");
  return request.method === "POST" ? findFaultOfPost(request, appUrl) : null;
}

/** The database holds no NUL character, and a path with broken escapes names nothing. */
function isReadable(url: string): boolean {
  const [path = ""] = url.split("?", 1);
  try {
    decodeURIComponent(path);
  } catch {
    return false;
  }
  return !url.includes("%00");
}

function findFaultOfPost(request: Asked, appUrl: string): DoorAnswer | null {
  const { headers } = request;
  if (isForeign(request, appUrl))
    return refusal(403, "foreign_origin", "This was not sent by a page of Baton.");
  if (headers["transfer-encoding"] !== undefined)
    return refusal(411, "length_required", "Say how long the body is, in Content-Length.");
  if (Number(headers["content-length"] ?? 0) > maxBytes(request.url ?? "/"))
    return refusal(413, "too_large", "The body is too large.");
  if (isRoute(request.url ?? "/") || headers["content-type"]?.startsWith("multipart/form-data")) return null;
  return headers["next-action"] === undefined
    ? refusal(405, "method_not_allowed", "This address does not take that.")
    : refusal(415, "unsupported_media_type", "A form of Baton is sent as multipart/form-data.");
}

function maxBytes(url: string): number {
  return MORE_BYTES.find(({ prefix }) => url.startsWith(prefix))?.bytes ?? MAX_BODY_BYTES;
}

/** Everything else is a page, and a page takes what its forms send: Next's actions. */
function isRoute(url: string): boolean {
  return url.startsWith("/api/") || ROUTES_FOR_FORMS.includes(url);
}

/**
 * A page of another site sends its own origin. What "null" may do (a page without referrer), each route decides.
 * Whoever opens Baton by another name of the same machine sends that name as host, too.
 */
function isForeign({ headers }: Asked, appUrl: string): boolean {
  if (headers["sec-fetch-site"] === "cross-site") return true;
  const { origin } = headers;
  if (origin === undefined || origin === "null" || origin === new URL(appUrl).origin) return false;
  return !URL.canParse(origin) || new URL(origin).host !== (headers["x-forwarded-host"] ?? headers.host);
}

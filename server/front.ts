/** The web process's HTTP server: answers doors, health and figures itself and hands everything else to the pages. */
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { refusal, refusals, type DoorAnswer, type Receiver } from "#lib/automation/receive-delivery.ts";
import { logError } from "#lib/logger.ts";
import { mayReadMetrics, pageSeconds, readMetrics } from "#lib/metrics.ts";
import { createAnswerWriter, receiveDelivery, type WriteAnswer } from "#server/receive.ts";
import { settleClientAddress } from "#server/client-address.ts";
import { ALLOWED_METHODS, findFault } from "#server/page-gate.ts";
import type { Readiness } from "#lib/db/readiness.ts";
import type { SecurityHeaders } from "#server/security-headers.ts";

export interface FrontParts {
  stripe: Receiver;
  /** Null for an unknown partner. Throws ConfigError for one whose variables are wrong. */
  findPartnerReceiver: (partner: string) => Promise<Receiver | null>;
  pages: { handle(request: IncomingMessage, response: ServerResponse): Promise<void> };
  checkReadiness: () => Promise<Readiness>;
  headers: SecurityHeaders;
  /** Baton's own address. */
  appUrl: string;
  /** Opens /metrics to other machines; without it only this machine reads it. */
  metricsToken: string | undefined;
  /** A proxy stands in front: then its address says nothing about who asks. */
  trustProxy: boolean;
}

const STRIPE_DOOR = "/api/stripe/webhook";
const PARTNER_DOOR = "/api/webhooks/partners/";
const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 60_000;
/** Longer than the idle time of common proxies, so that they close first. */
const KEEP_ALIVE_MS = 75_000;

/** Makes the server; the caller lets it listen. */
export function createFront(parts: FrontParts): http.Server {
  const write = createAnswerWriter(parts.headers.plain);
  return http.createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => {
      const path = pathOf(request);
      if (path === STRIPE_DOOR) return receiveDelivery(parts.stripe, request, response, write);
      if (path.startsWith(PARTNER_DOOR))
        return void receiveFromPartner(parts, path.slice(PARTNER_DOOR.length), request, response, write);
      void answerOther(parts, path, request, response);
    },
  );
}

function pathOf({ url = "/" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}

async function receiveFromPartner(
  parts: FrontParts,
  partner: string,
  request: IncomingMessage,
  response: ServerResponse,
  write: WriteAnswer,
): Promise<void> {
  try {
    const receiver = await parts.findPartnerReceiver(partner);
    if (receiver) receiveDelivery(receiver, request, response, write);
    else write(response, refusals.unknown_partner);
  } catch (error) {
    logError("[PartnerWebhook]", error, { outcome: "no connector" });
    write(response, refusals.unavailable);
  }
}

async function answerOther(
  parts: FrontParts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const kind =
    path === "/healthz" || path === "/readyz" ? "health" : path === "/metrics" ? "metrics" : "page";
  response.once("close", () =>
    pageSeconds.observe({ kind, status: response.statusCode }, (performance.now() - startedAt) / 1000),
  );
  try {
    if (path === "/healthz") writePlain(parts, response, 200, JSON_TYPE, '{"status":"ok"}');
    else if (path === "/readyz") await answerReadiness(parts, response);
    else if (path === "/metrics") await answerMetrics(parts, request, response);
    else await answerPage(parts, request, response);
  } catch (error) {
    logError("request failed", error, { route: kind });
    if (response.headersSent) response.destroy();
    else
      writePlain(
        parts,
        response,
        503,
        "text/plain",
        "Baton cannot answer now. Please try again in a minute.\n",
      );
  }
}

const JSON_TYPE = "application/json";

function writePlain(
  { headers }: FrontParts,
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
): void {
  response.writeHead(status, [...headers.plain, "Content-Type", type, "Cache-Control", "no-store"]).end(body);
}

async function answerReadiness(parts: FrontParts, response: ServerResponse): Promise<void> {
  const readiness = await parts.checkReadiness();
  writePlain(parts, response, readiness.ready ? 200 : 503, JSON_TYPE, JSON.stringify(readiness));
}

async function answerMetrics(
  parts: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!mayReadMetrics(request, parts)) {
    const { body } = refusal(
      401,
      "unauthorized",
      "Figures are read from this machine, or with the METRICS_TOKEN.",
    );
    return writePlain(parts, response, 401, JSON_TYPE, body);
  }
  const { contentType, text } = await readMetrics();
  writePlain(parts, response, 200, contentType, text);
}

/** Next reads the nonce for its own scripts from the request's policy header. */
async function answerPage(
  parts: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  settleClientAddress(request, parts.trustProxy);
  const fault = findFault(request, parts.appUrl);
  if (fault) return refusePage(parts, response, fault);
  const { policy, headers } = parts.headers.forPage();
  request.headers["content-security-policy"] = policy;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  await parts.pages.handle(request, response);
}

/** Ends the connection, too: what is left of the body is not worth reading. */
function refusePage(parts: FrontParts, response: ServerResponse, { status, body }: DoorAnswer): void {
  response.setHeader("Connection", "close");
  if (status === 405) response.setHeader("Allow", ALLOWED_METHODS);
  writePlain(parts, response, status, JSON_TYPE, body);
}

/** The partners' REST APIs: faults, key check, idempotency, the work, and the answer in the partner's own words. */
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionCutError } from "#sandbox/http.ts";
import type { Answer } from "#sandbox/partners/answers.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import { hostileResponse } from "#sandbox/partners/hostile-response.ts";
import { newEnrollment, perform } from "#sandbox/partners/operations.ts";
import {
  InvalidCallError,
  type Operation,
  type Performed,
  type RefusalReason,
} from "#sandbox/partners/calls.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import { mapLeaves } from "#sandbox/partners/twisted-answer.ts";

const HANG_MS = 35_000;
/** Operations that only look; there is no work after which they could fail. */
const READS: readonly Operation["kind"][] = [
  "findAccounts",
  "findEnrollments",
  "readEnrollment",
  "readCertificate",
];

/** Answers one API request of a partner, as its faults bend it. */
export async function answerApi(
  engine: PartnerEngine,
  partner: PlayedPartner,
  path: readonly string[],
  request: Request,
): Promise<Response> {
  const { slug } = partner;
  const { faults } = engine;
  const { slowMs } = faults.of(slug);
  if (slowMs > 0) await pause(slowMs, request.signal);
  if (faults.strikes(slug, "resetBeforeRate")) throw new ConnectionCutError();
  if (faults.isDown(slug) || faults.strikes(slug, "errorRate")) return refuse(partner, "broken");
  if (faults.strikes(slug, "rateLimitRate")) return refuse(partner, "rate_limited", retryAfter(engine, slug));
  if (!partner.isAuthorized(request.headers, (suffix) => engine.variable(slug, suffix))) {
    return refuse(partner, "unauthorized");
  }
  const operation = await readOperation(engine, partner, path, request);
  if (typeof operation === "string") return refuse(partner, operation);
  const answer = work(engine, partner, operation, request.headers.get("idempotency-key"));
  if (!isRead(operation)) await loseAnswer(engine, slug, request.signal);
  return send(engine, partner, operation, answer, request.url);
}

function isRead(operation: Operation): boolean {
  return operation.kind === "special" ? !operation.changes : READS.includes(operation.kind);
}

async function readOperation(
  engine: PartnerEngine,
  partner: PlayedPartner,
  path: readonly string[],
  request: Request,
): Promise<Operation | RefusalReason> {
  const body = await readBody(request);
  if (body === null) return "invalid";
  try {
    const { method } = request;
    const query = new URL(request.url).searchParams;
    const orgId = partner.orgVariable ? engine.variable(partner.slug, partner.orgVariable) : "";
    return partner.read({ method, path, query, body, orgId }) ?? "not_found";
  } catch (error) {
    if (error instanceof InvalidCallError) return "invalid";
    throw error;
  }
}

/** The body as an object, empty when there is none; null when it is something else. */
async function readBody(request: Request): Promise<Record<string, unknown> | null> {
  const text = await request.text();
  if (text === "") return {};
  try {
    const body: unknown = JSON.parse(text);
    const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
    return isObject ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Does the work once per idempotency key. Refusals are not kept: the same key may be tried anew. */
function work(
  engine: PartnerEngine,
  partner: PlayedPartner,
  operation: Operation,
  key: string | null,
): Answer {
  const request = JSON.stringify(operation);
  const name = operation.kind === "special" ? `special ${operation.name}` : operation.kind;
  const isPretended =
    operation.kind === "createEnrollment" && engine.faults.strikes(partner.slug, "successWithoutEffectRate");
  return engine.inTransaction(() => {
    const known = key === null ? null : engine.answers.find(partner.slug, name, key, request);
    if (known === "other_request") return partner.write({ kind: "refused", reason: "key_reused" });
    if (known !== null) return known;
    if (isPretended) {
      return partner.write({ kind: "created", enrollment: newEnrollment(partner, operation) });
    }
    const answer = answerOf(partner, perform(engine, partner, operation));
    if (key !== null && answer.status < 400) engine.answers.keep(partner.slug, name, key, request, answer);
    return answer;
  });
}

function answerOf(partner: PlayedPartner, performed: Performed): Answer {
  return performed.kind === "answered"
    ? { status: performed.status, body: performed.body }
    : partner.write(performed);
}

/** Lets the answer to work that is done get lost, when the faults say so. */
async function loseAnswer({ faults }: PartnerEngine, slug: string, signal: AbortSignal): Promise<void> {
  if (faults.strikes(slug, "resetAfterSuccessRate")) throw new ConnectionCutError();
  if (!faults.strikes(slug, "timeoutAfterSuccessRate")) return;
  await pause(HANG_MS, signal);
  throw new ConnectionCutError();
}

function send(
  engine: PartnerEngine,
  partner: PlayedPartner,
  operation: Operation,
  answer: Answer,
  address: string,
): Response {
  const { slug } = partner;
  const { hostileAnswer, launchAddress } = engine.faults.of(slug);
  if (hostileAnswer !== null && engine.faults.strikes(slug, "hostileRate")) {
    return hostileResponse(engine, partner, operation, { kind: hostileAnswer, answer, address });
  }
  const sent =
    launchAddress === null ? answer.body : redirectLaunch(engine, operation, answer, launchAddress);
  const text = JSON.stringify(sent);
  const body = engine.faults.strikes(slug, "malformedRate") ? text.slice(0, text.length / 2) : text;
  return new Response(body, { status: answer.status, headers: { "content-type": "application/json" } });
}

/** Puts another address where the launch answer has ours. */
function redirectLaunch(
  { context }: PartnerEngine,
  operation: Operation,
  { body }: Answer,
  address: string,
): unknown {
  if (operation.kind !== "launch") return body;
  const isOurs = (leaf: unknown) => typeof leaf === "string" && leaf.startsWith(context.baseUrl);
  return mapLeaves(body, (leaf) => (isOurs(leaf) ? address : leaf));
}

function refuse(partner: PlayedPartner, reason: RefusalReason, headers: HeadersInit = {}): Response {
  const { status, body } = partner.write({ kind: "refused", reason });
  return Response.json(body, { status, headers });
}

function retryAfter({ faults }: PartnerEngine, slug: string): HeadersInit {
  const { retryAfterSeconds: seconds, retryAfterAs } = faults.of(slug);
  if (retryAfterAs === "seconds") return { "retry-after": String(seconds) };
  const moment = Math.ceil(Date.now() / 1000 + seconds) * 1000;
  return { "retry-after": new Date(moment).toUTCString() };
}

/** Waits; ends early, by cutting the connection, when the caller has left. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw new ConnectionCutError();
  }
}

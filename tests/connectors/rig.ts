/** What a connector's exam needs: the sandbox, Baton's door for its webhooks, and a proxy that spoils answers. */
import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import {
  PartnerAPIError,
  type PartnerConnector,
  type PartnerStudent,
  type WebhookDelivery,
} from "#lib/partners/base.ts";
import { openPartnerClient, type PartnerHttpOptions } from "#lib/partners/index.ts";
import type { PartnerCounts } from "#sandbox/partners/counts.ts";
import type { Faults } from "#sandbox/partners/faults.ts";
import { startSandbox } from "#sandbox/server.ts";

const DELIVERY_TIMEOUT_MS = 5000;

/** Pauses a person would not wait for. */
export const QUICK: PartnerHttpOptions = { firstDelayMs: 5 };

export interface Rig {
  env: Readonly<Record<string, string>>;
  /** Address Baton would have. */
  appUrl: string;
  /** Deliveries that came so far, oldest first. */
  deliveries: readonly WebhookDelivery[];
  /** Waits until a delivery of this partner fulfils the wish. */
  deliveryOf(eventType: string, externalEnrollmentId: string): Promise<WebhookDelivery>;
  open(options?: PartnerHttpOptions, env?: Record<string, string>): PartnerConnector;
  setFaults(faults: Partial<Faults>): Promise<void>;
  counts(): Promise<PartnerCounts>;
  /** Moves a course from outside: `progress`, `complete`, `fail-exam`. */
  move(externalEnrollmentId: string, act: string, body?: unknown): Promise<void>;
  /** A connector whose partner is the sandbox behind a proxy that changes each answer. */
  openSpoiled(spoil: Spoil): Promise<PartnerConnector>;
  stop(): Promise<void>;
}

/** Changes one answer: returns the new body, or writes an answer of its own and returns null. */
export type Spoil = (body: string, response: ServerResponse, request: IncomingMessage) => string | null;

/** Starts sandbox and door for one partner. */
export async function startRig(slug: string): Promise<Rig> {
  const servers: Server[] = [];
  const deliveries: WebhookDelivery[] = [];
  const arrivals = new EventEmitter();
  const listen = async (onRequest: RequestListener) => {
    const server = createServer(onRequest);
    servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const headers = new Headers(request.headers as Record<string, string>);
    deliveries.push({ headers, body: await bodyOf(request), receivedAt: Date.now() });
    response.writeHead(request.url === `/api/webhooks/partners/${slug}` ? 202 : 404).end();
    arrivals.emit("delivery");
  };
  const appUrl = await listen((request, response) => void receive(request, response));
  const sandbox = await startSandbox({ port: 0, appUrl, dataFile: ":memory:", env: {} });
  const control = `${sandbox.url}/_sandbox/partners/${slug}`;
  const open: Rig["open"] = (options = {}, env = {}) =>
    openPartnerClient(slug, { ...sandbox.env, ...env }, { ...QUICK, ...options });
  return {
    env: sandbox.env,
    appUrl,
    deliveries,
    open,
    async deliveryOf(eventType, id) {
      const isIt = ({ body }: WebhookDelivery) => body.includes(`"${eventType}"`) && body.includes(id);
      for (;;) {
        const found = deliveries.find(isIt);
        if (found) return found;
        await once(arrivals, "delivery", { signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS) });
      }
    },
    setFaults: (faults) => send(`${control}/faults`, "PUT", faults),
    async counts() {
      const response = await fetch(`${sandbox.url}/_sandbox/counts`);
      const counts = ((await response.json()) as Record<string, PartnerCounts>)[slug];
      if (!counts) throw new Error(`no counts of ${slug}`);
      return counts;
    },
    move: (id, act, body = {}) => send(`${control}/enrollments/${id}/${act}`, "POST", body),
    async openSpoiled(spoil) {
      const url = await listen((request, response) => {
        void forward(sandbox.url, spoil, request, response);
      });
      return open({ tries: 1 }, { [`${slug.toUpperCase()}_API_BASE_URL`]: `${url}/${slug}` });
    },
    async stop() {
      await sandbox.stop();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

export const COURSE = { externalCourseCode: "MOS-WORD", kind: "course" };

/** A student nobody has seen before. */
export function newStudent(): PartnerStudent {
  const studentId = randomUUID();
  return { studentId, email: `${studentId}@example.com`, fullName: "Ada Example" };
}

/** Opens an account and enrolls it, as the automation does. */
export async function enroll(partner: PartnerConnector, student = newStudent(), reference = randomUUID()) {
  const account = await partner.createAccount(student, `account-${student.studentId}`);
  const { externalEnrollmentId } = await partner.enrollInCourse(
    account,
    COURSE,
    reference,
    `enroll-${reference}`,
  );
  return { account, externalEnrollmentId, reference, student };
}

/** The PartnerAPIError a call fails with; anything else fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<PartnerAPIError> {
  const reason = await call.then(
    (value) => new Error(`no failure but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (reason instanceof PartnerAPIError) return reason;
  throw reason;
}

async function forward(
  target: string,
  spoil: Spoil,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { host: _host, "content-length": _length, connection: _connection, ...headers } = request.headers;
  const body = await bodyOf(request);
  const answer = await fetch(target + (request.url ?? "/"), {
    method: request.method ?? "GET",
    headers: headers as Record<string, string>,
    ...(body === "" ? {} : { body }),
  });
  const spoiled = spoil(await answer.text(), response, request);
  if (spoiled !== null) response.writeHead(answer.status).end(spoiled);
}

async function send(url: string, method: string, body: unknown): Promise<void> {
  const response = await fetch(url, { method, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

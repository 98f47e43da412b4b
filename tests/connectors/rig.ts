/** What a connector's exam needs: the sandbox, Baton's door for its webhooks, and a line that counts bytes. */
import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { partnerVariable } from "#lib/domain/partner-variable.ts";
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
import { startMeter } from "#tests/connectors/meter.ts";

const DELIVERY_TIMEOUT_MS = 5000;

/** Pauses a person would not wait for, and a rate that does not make the exam of a slow partner a long one. */
export const QUICK: PartnerHttpOptions = { firstDelayMs: 5, requestsPerSecond: 1000 };

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
  /** How many more faults may strike; null without a limit. */
  faultsLeft(): Promise<number | null>;
  counts(): Promise<PartnerCounts>;
  /** Moves a course from outside: `progress`, `complete`, `fail-exam`. */
  move(externalEnrollmentId: string, act: string, body?: unknown): Promise<void>;
  /** A connector behind a line that counts the bytes its partner sends. */
  openMetered(options?: PartnerHttpOptions): Promise<{ partner: PartnerConnector; bytesSent(): number }>;
  stop(): Promise<void>;
}

/** Starts sandbox and door for one partner. */
export async function startRig(slug: string): Promise<Rig> {
  const endings: (() => void)[] = [];
  const deliveries: WebhookDelivery[] = [];
  const arrivals = new EventEmitter();
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const headers = new Headers(request.headers as Record<string, string>);
    deliveries.push({ headers, body: await bodyOf(request), receivedAt: Date.now() });
    response.writeHead(request.url === `/api/webhooks/partners/${slug}` ? 202 : 404).end();
    arrivals.emit("delivery");
  };
  const door = createServer((request, response) => void receive(request, response));
  endings.push(() => {
    door.closeAllConnections();
    door.close();
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  const appUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
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
      const reader = open();
      const isIt = ({ body }: WebhookDelivery) =>
        reader
          .parseWebhook(body)
          .some(({ type, externalEnrollmentId }) => type === eventType && externalEnrollmentId === id);
      for (;;) {
        const found = deliveries.find(isIt);
        if (found) return found;
        await once(arrivals, "delivery", { signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS) });
      }
    },
    setFaults: (faults) => send(`${control}/faults`, "PUT", faults),
    async faultsLeft() {
      const response = await fetch(`${control}/faults`);
      return ((await response.json()) as Faults).remaining;
    },
    async counts() {
      const response = await fetch(`${sandbox.url}/_sandbox/counts`);
      const counts = ((await response.json()) as Record<string, PartnerCounts>)[slug];
      if (!counts) throw new Error(`no counts of ${slug}`);
      return counts;
    },
    move: (id, act, body = {}) => send(`${control}/enrollments/${id}/${act}`, "POST", body),
    async openMetered(options = {}) {
      const meter = await startMeter(sandbox.url);
      endings.push(meter.stop);
      const variable = partnerVariable(slug, "API_BASE_URL");
      const partner = open({ tries: 1, ...options }, { [variable]: `${meter.url}/${slug}` });
      return { partner, bytesSent: meter.bytesSent };
    },
    async stop() {
      await sandbox.stop();
      for (const end of endings) end();
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

async function send(url: string, method: string, body: unknown): Promise<void> {
  const response = await fetch(url, { method, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

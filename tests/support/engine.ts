/** Baton without pages, in one process: sandbox, doors and worker on a test database, and ways to play the student. */
import { randomBytes } from "node:crypto";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { addDemoStock } from "#cli/demo-stock.ts";
import { startCheckout } from "#lib/automation/start-checkout.ts";
import { startWorker, type Worker } from "#lib/automation/start-worker.ts";
import { openDatabase, type Database } from "#lib/db/client.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { createPayments, type Payments } from "#lib/payments/index.ts";
import { startSandbox } from "#sandbox/server.ts";
import { startWeb } from "#server/start.ts";
import { addPerson } from "#tests/database/reads/story.ts";
import { createTestDatabase } from "#tests/support/database.ts";

/** Promo codes in stock at the start of a test. */
const CODES = 100;

export interface Engine {
  env: Record<string, string>;
  appUrl: string;
  sandboxUrl: string;
  owner: pg.Pool;
  web: Database;
  payments: Payments;
  /** The worker in this process; throws where the test runs workers of its own. */
  readonly worker: Worker;
  stop(): Promise<void>;
}

/** Starts everything, with `worker: false` all but the worker. `env` adds to or replaces the sandbox's variables. */
export async function startEngine(
  env: Record<string, string> = {},
  parts = { worker: true },
): Promise<Engine> {
  const database = await createTestDatabase();
  await addDemoStock(database.ownerUrl, CODES);
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({ port: 0, appUrl, dataFile: ":memory:", env: {} });
  const full = {
    ...sandbox.env,
    APP_URL: appUrl,
    PORT: String(port),
    AUTH_SECRET: randomBytes(32).toString("hex"),
    WEB_DATABASE_URL: database.webUrl,
    WORKER_DATABASE_URL: database.workerUrl,
    ...env,
  };
  const front = await startWeb(full);
  const worker = parts.worker ? await startWorker(full) : null;
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  owner.on("error", () => undefined);
  const web = openDatabase(database.webUrl, { max: 4 });
  return {
    env: full,
    appUrl,
    sandboxUrl: sandbox.url,
    owner,
    web,
    payments: createPayments({ secretKey: sandbox.env["STRIPE_SECRET_KEY"]!, apiBaseUrl: sandbox.url }),
    get worker() {
      if (!worker) throw new Error("this engine runs without a worker of its own");
      return worker;
    },
    async stop() {
      await worker?.stop(5);
      await front.stop(5);
      await sandbox.stop();
      await web.close();
      await owner.end();
      await database.drop();
    },
  };
}

export interface Bought {
  student: { id: string; claims: Claims };
  orderId: string;
  sessionId: string;
}

/** Adds a student and opens the checkout of a program. */
export async function buy(engine: Engine, program: string, name = "Ada Example"): Promise<Bought> {
  const client = await engine.owner.connect();
  const student = await addPerson(client as unknown as pg.Client, name).finally(() => client.release());
  const { orderId, checkoutUrl } = await startCheckout(
    { db: engine.web, payments: engine.payments, appUrl: engine.appUrl },
    { claims: student.claims, programSlug: program, optionIds: [] },
  );
  return { student, orderId, sessionId: new URL(checkoutUrl).pathname.split("/").at(-1)! };
}

/** Says to the Stripe double how the student pays: card, declined, pay_later, funds_arrive, funds_fail. */
export async function pay(engine: Engine, bought: Bought, method = "card"): Promise<void> {
  await postJson(`${engine.sandboxUrl}/stripe/_sandbox/sessions/${bought.sessionId}/pay`, { method });
}

/** Says to the sandbox what a student did in a course: `progress`, `complete` or `fail-exam`. */
export async function learn(
  engine: Engine,
  partner: string,
  externalId: string,
  act: string,
  body: object = {},
): Promise<void> {
  await postJson(
    `${engine.sandboxUrl}/_sandbox/partners/${partner}/enrollments/${encodeURIComponent(externalId)}/${act}`,
    body,
  );
}

/** Sets the faults of one partner of the sandbox; those not named are off. */
export async function setPartnerFaults(engine: Engine, partner: string, faults: object): Promise<void> {
  const response = await fetch(`${engine.sandboxUrl}/_sandbox/partners/${partner}/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(`faults refused: ${response.status} ${await response.text()}`);
}

/** Asks until the answer is there; throws what it last saw after `withinMs`. */
export async function until<T>(
  ask: () => Promise<T | null | undefined | false>,
  withinMs = 15_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error("what the test waits for did not come");
    await pause(25);
  }
}

/** Waits until the order's step at this position has the status, and returns the partner's enrollment id. */
export async function untilStep(
  engine: Engine,
  orderId: string,
  position: number,
  status: string,
): Promise<string | null> {
  const { external } = await until(async () => {
    const { rows } = await engine.owner.query<{ external: string | null }>(
      `select x.external_enrollment_id as external
       from enrollment_steps s join enrollments e on e.id = s.enrollment_id
       left join partner_lms_enrollments x on x.id = s.partner_enrollment_id
       where e.order_id = $1 and s.sequence_order = $2 and s.status = $3`,
      [orderId, position, status],
    );
    return rows[0];
  });
  return external;
}

/** One value of one row. */
export async function value<T = unknown>(engine: Engine, text: string, values: unknown[] = []): Promise<T> {
  const { rows } = await engine.owner.query<unknown[]>({ text, values, rowMode: "array" });
  return rows[0]?.[0] as T;
}

async function postJson(url: string, json: object): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(json),
  });
  if (!response.ok) throw new Error(`${new URL(url).pathname}: ${response.status} ${await response.text()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

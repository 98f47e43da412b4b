/**
 * A whole installation for one simulation: a database of its own on the embedded server, the sandbox, web and
 * workers as real processes. Nothing of the installation in `.baton/` is touched.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import process from "node:process";
import pg from "pg";
import { DATA_FOLDER } from "#cli/database.ts";
import { addDemoStock } from "#cli/demo-stock.ts";
import { loadSampleCatalogue } from "#cli/sample-catalogue.ts";
import { keepRunning, type BatonProcess } from "#cli/simulate/baton-process.ts";
import type { Faults } from "#cli/simulate/faults.ts";
import { ensurePostgres } from "#lib/db/embedded.ts";
import { migrate } from "#lib/db/migrate.ts";
import { keepRolePasswords, setRolePasswords } from "#lib/db/roles.ts";
import { partnerVariable } from "#lib/domain/partner-variable.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";
import { startSandbox, type RunningSandbox } from "#sandbox/server.ts";

export interface Stack {
  appUrl: string;
  sandboxUrl: string;
  /** Key of the Stripe double. */
  stripeKey: string;
  /** The owner's connections. */
  pool: pg.Pool;
  /** Web first, then the workers. */
  processes: readonly BatonProcess[];
  logFolder: string;
  /** What web and workers were started with. */
  env: Readonly<Record<string, string | undefined>>;
  /** Replaces the faults of every partner; `downPartner` is away for as long as the faults say. */
  setFaults(faults: Faults, downPartner?: string): Promise<void>;
  /** Ends every process, drops the database and stops the server this call started. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Worker processes. */
  workers: number;
  /** Calls a second that partners allow; what their descriptors say when left out. */
  requestsPerSecond?: number;
}

const FOLDER = path.join(DATA_FOLDER, "simulate");

/** Brings the installation up; resolves once web and workers can work. Throws CliError when one cannot start. */
export async function startStack(options: StackOptions): Promise<Stack> {
  mkdirSync(FOLDER, { recursive: true });
  const server = await ensurePostgres(FOLDER);
  const name = `simulation_${process.pid}_${randomBytes(3).toString("hex")}`;
  await onServer(server.url, `create database ${name}`);
  const ownerUrl = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  const stops: (() => Promise<unknown>)[] = [
    async () => {
      await onServer(server.url, `drop database if exists ${name} with (force)`);
      if (!server.adopted) await server.stop();
    },
  ];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    return await bringUp(ownerUrl, options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  ownerUrl: string,
  { workers, requestsPerSecond }: StackOptions,
  stops: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Stack> {
  await migrate(ownerUrl);
  await loadSampleCatalogue(ownerUrl);
  await addDemoStock(ownerUrl);
  const urls = await setRolePasswords(ownerUrl, keepRolePasswords(FOLDER));
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({ port: 0, appUrl, dataFile: ":memory:", env: {} });
  stops.push(() => sandbox.stop());
  const env = {
    ...process.env,
    ...sandbox.env,
    ...(requestsPerSecond === undefined ? {} : ratesOf(requestsPerSecond)),
    APP_URL: appUrl,
    PORT: String(port),
    AUTH_SECRET: randomBytes(32).toString("hex"),
    DATABASE_URL: "",
    // Nobody outside hears of what is only played, and two workers have no port in common.
    SLACK_WEBHOOK_URL: "",
    SENTRY_DSN: "",
    SMTP_URL: "",
    WORKER_PORT: "",
    WEB_DATABASE_URL: urls.webUrl,
    WORKER_DATABASE_URL: urls.workerUrl,
    // Each simulated student comes from an address of their own.
    TRUST_PROXY: "1",
    NODE_ENV: "production" as const,
  };
  const log = (process: string) => path.join(FOLDER, `${process}.log`);
  const processes = [keepRunning("web", env, log("web"))];
  for (let worker = 1; worker <= workers; worker++)
    processes.push(keepRunning("worker", env, log(`worker-${worker}`)));
  stops.push(() => Promise.all(processes.map((each) => each.stop())));
  await Promise.all(processes.map((each) => each.ready()));
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 8 });
  pool.on("error", () => undefined); // the server may be ended under an idle connection
  stops.push(() => pool.end());
  return {
    appUrl,
    sandboxUrl: sandbox.url,
    stripeKey: sandbox.env["STRIPE_SECRET_KEY"]!,
    pool,
    processes,
    logFolder: FOLDER,
    env,
    setFaults: (faults, downPartner) => setFaults(sandbox, faults, downPartner),
    stop,
  };
}

function ratesOf(requestsPerSecond: number): Record<string, string> {
  return Object.fromEntries(
    partnerDescriptors.map(({ slug }) => [
      partnerVariable(slug, "REQUESTS_PER_SECOND"),
      String(requestsPerSecond),
    ]),
  );
}

async function setFaults(sandbox: RunningSandbox, faults: Faults, downPartner?: string): Promise<void> {
  const downUntil = new Date(Date.now() + faults.downSeconds * 1000).toISOString();
  for (const { slug } of partnerDescriptors) {
    await send(`${sandbox.url}/_sandbox/partners/${slug}/faults`, "PUT", {
      errorRate: faults.errors,
      timeoutAfterSuccessRate: faults.timeouts,
      resetAfterSuccessRate: faults.resets,
      successWithoutEffectRate: faults.noEffect,
      duplicateRate: faults.duplicates,
      slowMs: faults.slowMs,
      ...(slug === downPartner ? { down: downUntil } : {}),
    });
  }
  await send(`${sandbox.url}/stripe/_sandbox/faults`, "POST", { duplicate: faults.duplicates });
}

async function send(url: string, method: string, json: unknown): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(json),
  });
  if (!response.ok) throw new Error(`the sandbox refused the faults: ${response.status}`);
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
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

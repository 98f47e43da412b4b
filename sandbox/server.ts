/**
 * The outside world on a laptop: the Stripe double and the training partners behind one address.
 * What they know is kept in one SQLite file, so that it survives a restart as it would outside.
 */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { logError } from "#lib/logger.ts";
import { sandboxEnv } from "#sandbox/env.ts";
import { homePage } from "#sandbox/home.ts";
import { requestListener } from "#sandbox/http.ts";
import type { SandboxContext, SandboxPart } from "#sandbox/part.ts";
import { partnersPart } from "#sandbox/partners/index.ts";
import { stripePart } from "#sandbox/stripe/part.ts";

/** Makes one part over the shared context. */
export type SandboxPartFactory = (context: SandboxContext) => SandboxPart;

export interface SandboxOptions {
  /** 0 takes any free port. */
  port: number;
  /** Address of Baton; webhooks go to its doors. */
  appUrl: string;
  /** SQLite file, made when absent; ":memory:" keeps nothing. */
  dataFile: string;
  /** Keys and webhook secrets to use; those left out are made up and kept in the file. */
  env: Readonly<Record<string, string | undefined>>;
  /** Everything there is when left out. */
  parts?: readonly SandboxPartFactory[];
}

export interface RunningSandbox {
  /** Address without a trailing slash. */
  url: string;
  /** What Baton needs to use this sandbox: addresses, keys, webhook secrets. */
  env: Readonly<Record<string, string>>;
  /** Ends background work, closes every connection and the file. */
  stop(): Promise<void>;
}

const DEFAULT_PARTS: readonly SandboxPartFactory[] = [partnersPart, stripePart];

/**
 * Starts the sandbox on 127.0.0.1 and resolves once it answers.
 * Rejects with the system's error (`EADDRINUSE`, `SQLITE_…`) when port or file cannot be had.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const server = createServer();
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return run(server, url, options);
  } catch (error) {
    server.close();
    throw error;
  }
}

function run(server: Server, baseUrl: string, options: SandboxOptions): RunningSandbox {
  const db = openDatabase(options.dataFile);
  const env = sharedEnv(sandboxEnv(baseUrl, db), options.env);
  const context = { db, baseUrl, appUrl: options.appUrl.replace(/\/+$/, ""), env };
  const parts = (options.parts ?? DEFAULT_PARTS).map((make) => make(context));
  server.on(
    "request",
    requestListener(
      baseUrl,
      (request) => answer(parts, request),
      (error) => logError("[sandbox]", error),
    ),
  );
  for (const part of parts) part.start();
  return { url: baseUrl, env, stop: () => stop(server, parts, db) };
}

/** The given keys and secrets win over made-up ones; the addresses are always this sandbox's. */
function sharedEnv(own: Record<string, string>, given: SandboxOptions["env"]): Record<string, string> {
  const isAddress = (name: string) => name.endsWith("_API_BASE_URL");
  return Object.fromEntries(
    Object.entries(own).map(([name, value]) => [name, isAddress(name) ? value : given[name] || value]),
  );
}

async function answer(parts: readonly SandboxPart[], request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/") return homePage();
  if (pathname === "/healthz") return Response.json({ status: "ok" });
  for (const part of parts) {
    const response = await part.handle(request);
    if (response) return response;
  }
  return Response.json({ error: "There is nothing at this address." }, { status: 404 });
}

async function stop(server: Server, parts: readonly SandboxPart[], db: DatabaseSync): Promise<void> {
  const closed = once(server, "close");
  server.close();
  await Promise.all(parts.map((part) => part.stop()));
  server.closeAllConnections();
  await closed;
  db.close();
}

function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec("pragma journal_mode = wal; pragma synchronous = off; pragma busy_timeout = 5000;");
  return db;
}

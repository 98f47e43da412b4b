/** Health and figures of a worker, for whoever watches it. Only with WORKER_PORT: a worker needs no port to work. */
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError, databaseUrl, type Config } from "#lib/config.ts";
import { openPool } from "#lib/db/pool.ts";
import { createReadinessCheck } from "#lib/db/readiness.ts";
import { logError } from "#lib/logger.ts";
import { mayReadMetrics, readMetrics } from "#lib/metrics.ts";

export interface StatusServer {
  port: number;
  stop(): Promise<void>;
}

interface Answer {
  status: number;
  type: string;
  body: string;
}

const JSON_TYPE = "application/json";
const WITHIN_MS = 10_000;

/** Starts listening at HOST and WORKER_PORT; null when no port is set. Throws ConfigError when it cannot be had. */
export async function openStatus(config: Config): Promise<StatusServer | null> {
  const { WORKER_PORT: port, HOST: host } = config;
  if (port === undefined) return null;
  const pool = openPool(databaseUrl(config, "worker"), { max: 1, name: "baton-worker-status" });
  const isReady = createReadinessCheck(pool);
  const server = http.createServer(
    { requestTimeout: WITHIN_MS, headersTimeout: WITHIN_MS },
    (request, response) => {
      void answer(request, config, isReady)
        .catch((error: unknown): Answer => {
          logError("request failed", error, { route: "status" });
          return { status: 503, type: JSON_TYPE, body: '{"error":"unavailable"}' };
        })
        .then((found) => write(response, found));
    },
  );
  try {
    await listen(server, port, host);
  } catch (error) {
    await pool.end();
    throw new ConfigError(`WORKER_PORT is wrong: port ${port} on ${host} cannot be had`, { cause: error });
  }
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await pool.end();
    },
  };
}

async function answer(
  request: IncomingMessage,
  config: Config,
  isReady: ReturnType<typeof createReadinessCheck>,
): Promise<Answer> {
  const [path] = (request.url ?? "/").split("?", 1);
  if (path === "/healthz") return { status: 200, type: JSON_TYPE, body: '{"status":"ok"}' };
  if (path === "/readyz") {
    const readiness = await isReady();
    return { status: readiness.ready ? 200 : 503, type: JSON_TYPE, body: JSON.stringify(readiness) };
  }
  if (path !== "/metrics") return { status: 404, type: JSON_TYPE, body: '{"error":"not_found"}' };
  const { METRICS_TOKEN: metricsToken, TRUST_PROXY: trustProxy } = config;
  if (!mayReadMetrics(request, { metricsToken, trustProxy }))
    return { status: 401, type: JSON_TYPE, body: '{"error":"unauthorized"}' };
  const { contentType, text } = await readMetrics();
  return { status: 200, type: contentType, body: text };
}

function write(response: ServerResponse, { status, type, body }: Answer): void {
  response
    .writeHead(status, {
      "content-type": type,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    })
    .end(body);
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

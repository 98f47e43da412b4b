/** Puts the web process together: configuration, recorder, doors, health, pages. */
import type http from "node:http";
import type { AddressInfo } from "node:net";
import type { Receiver } from "#lib/automation/receive-delivery.ts";
import { createPartnerReceivers } from "#lib/automation/receive-partner-event.ts";
import { createStripeReceiver } from "#lib/automation/receive-stripe-event.ts";
import { databaseUrl, loadConfig, type Config, type Env } from "#lib/config.ts";
import { openPool } from "#lib/db/pool.ts";
import { readSharedFigures } from "#lib/db/shared-figures.ts";
import { createRecorder, type Recorder } from "#lib/inbox/record.ts";
import { showSharedFigures } from "#lib/metrics.ts";
import { createFront, type FrontParts } from "#server/front.ts";
import { createPages } from "#server/pages.ts";
import { createReadinessCheck } from "#lib/db/readiness.ts";
import { createSecurityHeaders } from "#server/security-headers.ts";

export interface Web {
  port: number;
  /** Takes no more requests, finishes those that run (at most `seconds`), then closes everything. Never throws. */
  stop(seconds: number): Promise<void>;
}

/** The port cannot be had; the message is one sentence for the person at the terminal. */
export class PortError extends Error {
  override readonly name = "PortError";
}

/** Four commits side by side, and one wake-up of the relay. */
const DOOR_CONNECTIONS = 5;
const LOOK_FOR_IDLE_EVERY_MS = 100;

/**
 * Starts the server and resolves once it listens. Throws ConfigError or PortError.
 * The database may be away: then the doors answer 503 and /readyz says so until it is back.
 */
export async function startWeb(env: Env = process.env): Promise<Web> {
  const config = loadConfig(env);
  // Of its own, so that busy pages never make a delivery wait for a connection.
  const pool = openPool(databaseUrl(config, "web"), { max: DOOR_CONNECTIONS, name: "baton-door" });
  const recorder = createRecorder(pool);
  showSharedFigures(() => readSharedFigures(pool));
  const server = createFront({
    stripe: createStripeReceiver({ recorder, secrets: config.STRIPE_WEBHOOK_SECRET }),
    findPartnerReceiver: partnerReceivers(recorder, env),
    pages: createPages(() => server.address() as AddressInfo),
    checkReadiness: createReadinessCheck(pool),
    headers: createSecurityHeaders(config.APP_URL),
    appUrl: config.APP_URL,
    metricsToken: config.METRICS_TOKEN,
    trustProxy: config.TRUST_PROXY,
  });
  const port = await listen(server, config).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  return {
    port,
    stop: async (seconds) => {
      await closeServer(server, seconds);
      await recorder.drain();
      await pool.end();
    },
  };
}

/**
 * Loads the connectors with the first delivery of a partner: they bring an HTTP client, 5 MB (measured), which
 * the door itself never needs.
 */
function partnerReceivers(recorder: Recorder, env: Env): FrontParts["findPartnerReceiver"] {
  let loading: Promise<(partner: string) => Receiver | null> | null = null;
  const load = async () => {
    const { findConfiguredConnector } = await import("#lib/automation/find-configured-connector.ts");
    return createPartnerReceivers({ recorder, findConnector: (slug) => findConfiguredConnector(slug, env) });
  };
  return async (partner) => (await (loading ??= load()))(partner);
}

function listen(server: http.Server, { HOST, PORT }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, HOST, PORT)));
    server.listen(PORT, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const sentence = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program: stop it, or set PORT to another number.`,
    EACCES: `Port ${port} may not be opened by this user: set PORT to a number above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: set HOST to one it has.`,
  }[error.code ?? ""];
  return sentence ? new PortError(sentence, { cause: error }) : error;
}

async function closeServer(server: http.Server, seconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that becomes idle from now on is not needed any more.
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_EVERY_MS);
  const late = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

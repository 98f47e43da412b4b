/** Puts the web process together: configuration, recorder, doors, health, pages. */
import type { AddressInfo } from "node:net";
import type { Receiver } from "#lib/automation/receive-delivery.ts";
import { createPartnerReceivers } from "#lib/automation/receive-partner-event.ts";
import { createStripeReceiver } from "#lib/automation/receive-stripe-event.ts";
import { databaseUrl, loadConfig, type Env } from "#lib/config.ts";
import { openPool } from "#lib/db/pool.ts";
import { endStudentWatch } from "#lib/db/reads/student-marks.ts";
import { readSharedFigures } from "#lib/db/shared-figures.ts";
import { createRecorder, type Recorder } from "#lib/inbox/record.ts";
import { showSharedFigures } from "#lib/metrics.ts";
import { startContent } from "#server/content/start-content.ts";
import { createFront, type FrontParts } from "#server/front.ts";
import { closeServer, listen } from "#server/listen.ts";
import { createPages } from "#server/pages.ts";
import { createReadinessCheck } from "#lib/db/readiness.ts";
import { createSecurityHeaders } from "#server/security-headers.ts";

export interface Web {
  port: number;
  /** Takes no more requests, finishes those that run (at most `seconds`), then closes everything. Never throws. */
  stop(seconds: number): Promise<void>;
}

/** Four commits side by side, and one wake-up of the relay. */
const DOOR_CONNECTIONS = 5;

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
    headers: createSecurityHeaders(config.APP_URL, config.CONTENT_URL),
    appUrl: config.APP_URL,
    metricsToken: config.METRICS_TOKEN,
    trustProxy: config.TRUST_PROXY,
  });
  const content = startContent(config);
  const port = await Promise.all([listen(server, config.HOST, config.PORT), content.listening]).then(
    ([listening]) => listening,
    async (error: unknown) => {
      await Promise.all([closeServer(server, 0), content.stop(0)]);
      await pool.end();
      throw error;
    },
  );
  return {
    port,
    stop: async (seconds) => {
      endStudentWatch();
      await Promise.all([closeServer(server, seconds), content.stop(seconds)]);
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

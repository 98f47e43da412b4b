/** What routes and pages give to the use-cases, put together once per web process from the environment. */
import { findConfiguredConnector } from "#lib/automation/find-configured-connector.ts";
import { createFindConnector } from "#lib/automation/hosted-course-find.ts";
import { tellPartnerIsBack } from "#lib/automation/hurry-partner.ts";
import { openOutside } from "#lib/automation/open-outside.ts";
import { createPartnerDoor } from "#lib/automation/receive-partner-event.ts";
import { createStripeDoor } from "#lib/automation/receive-stripe-event.ts";
import { databaseUrl, loadConfig } from "#lib/config.ts";
import type { Database } from "#lib/db/client.ts";
import { webDatabase } from "#lib/db/web.ts";
import { createRecorder } from "#lib/inbox/record.ts";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { createPayments, type Payments } from "#lib/payments/index.ts";

export interface WebDeps {
  /** Connected as baton_web. */
  db: Database;
  payments: Payments;
  /** Throws for a provider without a configured connector. */
  findConnector: (slug: string) => PartnerConnector;
  appUrl: string;
  schoolName: string;
}

/** The webhook doors for hosts where Next alone answers; the front has its own. */
export interface WebDoors {
  stripe: (request: Request) => Promise<Response>;
  partner: (request: Request, partner: string) => Promise<Response>;
}

let deps: WebDeps | null = null;
let doors: WebDoors | null = null;

/** The same object on every call. Throws ConfigError. */
export function webDeps(): WebDeps {
  if (deps) return deps;
  const config = loadConfig();
  const db = webDatabase();
  const { onCall } = openOutside(process.env, databaseUrl(config, "web"), (partner) =>
    tellPartnerIsBack(db, partner),
  );
  deps = {
    db,
    payments: createPayments({
      secretKey: config.STRIPE_SECRET_KEY,
      apiBaseUrl: config.STRIPE_API_BASE_URL,
      onCall,
    }),
    findConnector: createFindConnector(db.kysely, config.APP_URL),
    appUrl: config.APP_URL,
    schoolName: config.SCHOOL_NAME,
  };
  return deps;
}

/** The same doors on every call: one recorder makes the batches. Throws ConfigError. */
export function webDoors(): WebDoors {
  if (doors) return doors;
  const recorder = createRecorder(webDatabase().pool);
  doors = {
    stripe: createStripeDoor({ recorder, secrets: loadConfig().STRIPE_WEBHOOK_SECRET }),
    partner: createPartnerDoor({ recorder, findConnector: findConfiguredConnector }),
  };
  return doors;
}

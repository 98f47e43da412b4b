import { createHostedConnector } from "#lib/automation/hosted-course-connector.ts";
import type { Env } from "#lib/config.ts";
import type { Connection } from "#lib/db/client.ts";
import { OWN_PROVIDER } from "#lib/domain/lesson.ts";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { getPartnerClient } from "#lib/partners/index.ts";

/** Makes the way to find a connector: the school's own courses in this process, everybody else over HTTP. It throws like `getPartnerClient`. */
export function createFindConnector(
  db: Connection,
  appUrl: string,
  env: Env = process.env,
): (slug: string) => PartnerConnector {
  const own = createHostedConnector({ db, appUrl });
  return (slug) => (slug === OWN_PROVIDER ? own : getPartnerClient(slug, env));
}

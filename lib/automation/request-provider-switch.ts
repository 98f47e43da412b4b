import { sql } from "kysely";
import { asUser, type Database } from "#lib/db/client.ts";
import { storeAct } from "#lib/automation/store-act.ts";
import type { Claims } from "#lib/domain/claims.ts";

/** The person is no admin, or there is no such provider: the same answer, so that nothing is given away. */
export class ProviderNotFoundError extends Error {
  override readonly name = "ProviderNotFoundError";
}

/**
 * Asks the worker to switch a provider off (nothing is sold there, its students are told) or on again. Throws
 * ProviderNotFoundError for anybody but an admin and for an unknown id. The same wish twice is done once.
 */
export async function requestProviderSwitch(
  deps: { db: Database },
  request: { claims: Claims; providerId: string; active: boolean },
): Promise<void> {
  const { claims, providerId, active } = request;
  const asked = await asUser(deps.db, claims, async (tx) => {
    const row = await tx
      .selectFrom("partner_lms_providers")
      // Each switch changes it: the same wish before the next switch is the same act.
      .select(sql<string>`extract(epoch from updated_at)::text`.as("since"))
      .where("id", "=", providerId)
      .where(sql<boolean>`public.is_admin()`)
      .executeTakeFirst();
    return row?.since;
  });
  if (!asked) throw new ProviderNotFoundError("no such provider");
  await storeAct(deps, {
    eventId: `switch:${providerId}:${active ? "on" : "off"}:${asked}`,
    eventType: "provider.switch",
    body: { providerId, active, actor: `user:${claims.sub}` },
  });
}

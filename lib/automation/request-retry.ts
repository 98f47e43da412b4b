import { sql } from "kysely";
import { asUser, type Database } from "#lib/db/client.ts";
import { storeAct } from "#lib/automation/store-act.ts";
import type { Claims } from "#lib/domain/claims.ts";

/** The person may not see this failure, or there is none: the same answer, so that nothing is given away. */
export class FailureNotFoundError extends Error {
  override readonly name = "FailureNotFoundError";
}

/**
 * Asks the worker to try an open failure again now. Throws FailureNotFoundError for anybody but an admin and
 * for an unknown id. Asking twice within a minute asks once.
 */
export async function requestRetry(
  deps: { db: Database },
  request: { claims: Claims; failureId: string },
): Promise<void> {
  const minute = await asUser(deps.db, request.claims, async (tx) => {
    const row = await tx
      .selectFrom("partner_lms_enrollment_failures")
      .select(sql<string>`floor(extract(epoch from now()) / 60)::text`.as("minute"))
      .where("id", "=", request.failureId)
      .where(sql<boolean>`public.is_admin()`)
      .executeTakeFirst();
    return row?.minute;
  });
  if (!minute) throw new FailureNotFoundError("no such failure");
  await storeAct(deps, {
    eventId: `retry:${request.failureId}:${minute}`,
    eventType: "failure.retry",
    body: { failureId: request.failureId, actor: `user:${request.claims.sub}` },
  });
}

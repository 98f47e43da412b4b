import { sql } from "kysely";
import { asUser, type Database } from "#lib/db/client.ts";
import { storeAct } from "#lib/automation/store-act.ts";
import type { Claims } from "#lib/domain/claims.ts";

/** The person is no admin, or there is no such step: the same answer, so that nothing is given away. */
export class StepNotFoundError extends Error {
  override readonly name = "StepNotFoundError";
}

/**
 * Asks the worker to enroll a step (again): one that failed starts over, one that is enrolling is tried now, and for one
 * in progress the partner is asked whether it still knows the enrollment. Throws StepNotFoundError for anybody but an
 * admin and for an unknown id. Asking twice within a minute asks once. Returns which enrollment the step is of.
 */
export async function requestEnrollAgain(
  deps: { db: Database },
  request: { claims: Claims; stepId: string },
): Promise<{ enrollmentId: string }> {
  const found = await asUser(deps.db, request.claims, (tx) =>
    tx
      .selectFrom("enrollment_steps")
      .select("enrollment_id as enrollmentId")
      .select(sql<string>`floor(extract(epoch from now()) / 60)::text`.as("minute"))
      .where("id", "=", request.stepId)
      .where(sql<boolean>`public.is_admin()`)
      .executeTakeFirst(),
  );
  if (!found) throw new StepNotFoundError("no such step");
  await storeAct(deps, {
    eventId: `enroll-again:${request.stepId}:${found.minute}`,
    eventType: "step.enroll-again",
    body: { stepId: request.stepId, actor: `user:${request.claims.sub}` },
  });
  return { enrollmentId: found.enrollmentId };
}

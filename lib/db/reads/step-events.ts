import type { Tx } from "#lib/db/client.ts";

/** One move of a step: who moved it and why. */
export interface StepEvent {
  id: string;
  stepId: string;
  fromStatus: string | null;
  toStatus: string;
  /** `system`, `partner:<slug>` or `user:<id>`. */
  actor: string;
  cause: string;
  createdAt: Date;
}

/** Reads every move of an enrollment's steps, oldest first. One query. */
export function readStepEvents(tx: Tx, enrollmentId: string): Promise<StepEvent[]> {
  return tx
    .selectFrom("step_events")
    .where("enrollment_id", "=", enrollmentId)
    .orderBy("id")
    .select(["id", "step_id as stepId", "from_status as fromStatus", "to_status as toStatus"])
    .select(["actor", "cause", "created_at as createdAt"])
    .execute();
}

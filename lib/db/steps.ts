/** The SQL step functions, typed. They are the only way a step or an enrollment changes its state. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

/** Writes the steps of an enrollment from its order and returns how many it has; a second call changes nothing. */
export async function generateEnrollmentSteps(tx: Tx, enrollmentId: string): Promise<number> {
  const { rows } = await sql<{ made: number }>`
    select public.generate_enrollment_steps(${enrollmentId}) as made`.execute(tx);
  return rows[0]!.made;
}

/** Where an enrollment stands after an advance. */
export interface Advance {
  /** The step that began just now, with the slug of its provider; null when none did. */
  started: { stepId: string; partner: string } | null;
  enrollmentStatus: string;
}

/** Starts the next waiting step or completes the enrollment; a second call changes nothing. */
export async function advanceToNextStep(tx: Tx, enrollmentId: string, cause?: string): Promise<Advance> {
  // Two statements: what a function changes is not seen by the statement that called it.
  const { rows } = await sql<{ step_id: string | null }>`
    select public.advance_to_next_step(${enrollmentId}, ${cause ?? "the step before is finished"}) as step_id`.execute(
    tx,
  );
  const stepId = rows[0]!.step_id;
  const after = await sql<{ status: string; partner: string | null }>`
    select e.status, p.provider_type as partner
    from public.enrollments e
    left join public.enrollment_steps s on s.id = ${stepId}::uuid
    left join public.partner_lms_providers p on p.id = s.provider_id
    where e.id = ${enrollmentId}`.execute(tx);
  const { status, partner } = after.rows[0]!;
  return { started: stepId && partner ? { stepId, partner } : null, enrollmentStatus: status };
}

/** Moves a step from enrolling to in progress; false when it is elsewhere. */
export async function markStepStarted(
  tx: Tx,
  stepId: string,
  partnerEnrollmentId: string,
  actor: string,
): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select public.mark_step_started(${stepId}, ${partnerEnrollmentId}, ${actor}) as moved`.execute(tx);
  return rows[0]!.moved;
}

/** Completes a step on the partner's word; true only for the call that moved it. */
export async function markStepComplete(
  tx: Tx,
  stepId: string,
  externalId: string,
  actor: string,
): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select public.mark_step_complete(${stepId}, ${externalId}, ${actor}) as moved`.execute(tx);
  return rows[0]!.moved;
}

/** Marks a running step failed with a sentence for people; false when it is elsewhere. */
export async function markStepFailed(
  tx: Tx,
  stepId: string,
  sentence: string,
  cause: string,
): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select public.mark_step_failed(${stepId}, ${sentence}, 'system', ${cause}) as moved`.execute(tx);
  return rows[0]!.moved;
}

/** Puts a failed step back to enrolling; false when it is elsewhere. */
export async function retryStep(tx: Tx, stepId: string, actor: string, cause: string): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select public.retry_step(${stepId}, ${actor}, ${cause}) as moved`.execute(tx);
  return rows[0]!.moved;
}

/** Moves a step to another provider's course; its state afterwards, null when it is over. Throws while it lives at the old one. */
export async function switchStep(
  tx: Tx,
  to: { stepId: string; toProviderId: string; toCourseId: string; actor: string },
): Promise<"pending" | "enrolling" | null> {
  const { rows } = await sql<{ status: "pending" | "enrolling" | null }>`
    select public.switch_step(${to.stepId}, ${to.toProviderId}, ${to.toCourseId}, ${to.actor},
      'the student switched to another partner') as status`.execute(tx);
  return rows[0]!.status;
}

/**
 * Carries one switch out: stop → the old partner ends its course → the step moves.
 *
 * Each stage is written down before the next begins, so that a run killed anywhere goes on where the last one stopped.
 * Rows are locked in the order of every other news: partner enrollment, enrollment, then the wish.
 */
import { asItself, type Tx } from "#lib/db/client.ts";
import { resolveFailures } from "#lib/db/failures.ts";
import { markStepFailed, switchStep } from "#lib/db/steps.ts";
import {
  cancelLeftEnrollment,
  findUnanswered,
  isEnrollingNow,
  lockLeftEnrollment,
  type LeftEnrollment,
} from "#lib/db/switch-ends.ts";
import { readSwitchFacts } from "#lib/db/switch-facts.ts";
import {
  endSwitch,
  findOpenSwitch,
  lockOpenSwitch,
  noteCancelAsked,
  noteMoved,
  startCanceling,
  type SwitchRow,
} from "#lib/db/switches.ts";
import { endAtPartner } from "#lib/automation/end-at-partner.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { closePartnerTrouble, recordPartnerTrouble } from "#lib/automation/partner-trouble.ts";
import { readAnew } from "#lib/automation/read-anew.ts";
import { restartEnrolling } from "#lib/automation/restart-enrolling.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { switchingTo } from "#lib/domain/failed-step.ts";
import { whyNoSwitch, type SwitchRefusal } from "#lib/domain/switch-plan.ts";
import { PartnerAPIError } from "#lib/partners/base.ts";
import type { Run } from "#lib/queue/runner.ts";

/** A run at the old partner has not ended: what it makes there would be missed. */
export class EnrollingNowError extends Error {
  override readonly name = "EnrollingNowError";
}

/** Carries a wish out. Safe to run any number of times; one that is over is left alone. */
export async function switchPartner(deps: WorkerDeps, run: Run<"switch-partner">): Promise<void> {
  const { switchId } = run.data;
  const subject = failureAbout("switch", switchId);
  const wish = await findOpenSwitch(deps.db.kysely, switchId);
  if (!wish) return closePartnerTrouble(deps, { subject, attempt: run.attempt });
  const left = await stop(deps, wish);
  if (left === "refused") return;
  if (await isEnrollingNow(deps.db.kysely, wish.stepId))
    throw new EnrollingNowError("the old partner is just being asked");
  try {
    if (!(await endOld(deps, wish, left ?? (await findUnanswered(deps.db.kysely, wish.stepId))))) return;
  } catch (error) {
    return recordPartnerTrouble(
      deps,
      { ...aboutWish(wish), subject, job: "switch-partner", attempt: run.attempt },
      error,
    );
  }
  await asItself(deps.db, (tx) => move(tx, deps, wish));
}

/** Decides once more, and stops what is being set up. Returns the enrollment to be ended, null when there is none. */
async function stop(deps: WorkerDeps, { id, stepId }: SwitchRow): Promise<LeftEnrollment | null | "refused"> {
  return asItself(deps.db, async (tx) => {
    const left = await lockLeftEnrollment(tx, stepId);
    const wish = await lockOpenSwitch(tx, id);
    if (!wish || (await refuseIfNeeded(tx, deps, wish))) return "refused";
    const stopped = left?.status !== "active" && (await stopEnrolling(tx, wish));
    await startCanceling(tx, id, stopped);
    return left;
  });
}

/** A step that is running at its partner goes on until the partner confirmed the end. */
async function stopEnrolling(tx: Tx, { stepId, toName }: SwitchRow): Promise<boolean> {
  return markStepFailed(tx, stepId, switchingTo(toName), "the student switches to another partner");
}

/** Ends the wish when the rule says no by now. Once the old partner was asked, only the end of the step does. */
async function refuseIfNeeded(tx: Tx, deps: WorkerDeps, wish: SwitchRow): Promise<boolean> {
  const facts = await readSwitchFacts(tx, wish);
  if (!facts) return true;
  const reason = whyNoSwitch({ ...facts, isSwitching: false });
  const isOver = reason === "finished" || facts.enrollmentStatus !== "active";
  if (!reason || (wish.wasAsked && !isOver)) return false;
  await refuse(tx, deps, wish, reason);
  return true;
}

async function refuse(tx: Tx, deps: WorkerDeps, wish: SwitchRow, refusal: SwitchRefusal): Promise<void> {
  await endSwitch(tx, wish.id, { status: "refused", refusal });
  await restartEnrolling(tx, deps, wish);
  await resolveFailures(tx, failureAbout("switch", wish.id), "the step is not switched");
}

/**
 * Has the old partner end its course, after reading how far the student is there. False when that showed that it has
 * begun: then nothing ends. Throws PartnerAPIError.
 */
async function endOld(deps: WorkerDeps, wish: SwitchRow, left: LeftEnrollment | null): Promise<boolean> {
  if (!left) return true;
  if (!wish.wasAsked) {
    const { externalEnrollmentId } = left;
    if (externalEnrollmentId && left.status === "active")
      await readAnew(deps, { partner: wish.fromPartner, externalEnrollmentId });
    if (!(await noteAsked(deps, wish))) return false;
  }
  try {
    await endAtPartner(deps, wish, left);
    return true;
  } catch (error) {
    if (error instanceof PartnerAPIError && error.kind === "rejected") await noteRefusal(deps, wish, left);
    throw error;
  }
}

/** From here on the partner may have ended its course, whatever it answers. */
async function noteAsked(deps: WorkerDeps, { id, stepId }: SwitchRow): Promise<boolean> {
  return asItself(deps.db, async (tx) => {
    await lockLeftEnrollment(tx, stepId);
    const wish = await lockOpenSwitch(tx, id);
    if (!wish || (await refuseIfNeeded(tx, deps, wish))) return false;
    await noteCancelAsked(tx, id, true);
    return true;
  });
}

/** The partner said no: the wish can be withdrawn again. Often the reason is news we do not have yet. */
async function noteRefusal(deps: WorkerDeps, wish: SwitchRow, left: LeftEnrollment): Promise<void> {
  await noteCancelAsked(deps.db.kysely, wish.id, false);
  const { externalEnrollmentId } = left;
  if (externalEnrollmentId) await readAnew(deps, { partner: wish.fromPartner, externalEnrollmentId });
}

/** The old partner is done: in one commit its enrollment ends, the step moves, and the new partner's job begins. */
async function move(tx: Tx, deps: WorkerDeps, { id, stepId }: SwitchRow): Promise<void> {
  const left = await lockLeftEnrollment(tx, stepId);
  const wish = await lockOpenSwitch(tx, id);
  if (!wish) return;
  if (left && left.status !== "completed") await cancelLeftEnrollment(tx, left.id);
  const moved = left?.status === "completed" ? null : await switchStep(tx, wish);
  if (!moved) return refuse(tx, deps, wish, "finished");
  await noteMoved(tx, id, moved);
  await resolveFailures(tx, subjectsOf(wish, left), "the step was switched to another partner");
  if (moved === "enrolling") {
    await deps.queue.enqueue(tx, "enroll-step", [{ data: { stepId }, key: stepId, group: wish.toPartner }]);
    await deps.queue.hurry(tx, "enroll-step", stepId);
  }
  if (wish.refundCents > 0)
    await deps.queue.enqueue(tx, "refund-switch", [{ data: { switchId: id }, key: id }]);
}

function subjectsOf({ id, stepId }: SwitchRow, left: LeftEnrollment | null): string[] {
  const ofStep = (["step", "provider", "companions"] as const).map((kind) => failureAbout(kind, stepId));
  const ofLeft = left ? [failureAbout("retake", left.id), failureAbout("deadline", left.id)] : [];
  return [failureAbout("switch", id), ...ofStep, ...ofLeft];
}

function aboutWish(wish: SwitchRow) {
  return {
    studentId: wish.studentId,
    providerId: wish.fromProviderId,
    courseId: wish.fromCourseId,
    programId: wish.programId,
    enrollmentId: wish.enrollmentId,
    stepId: wish.stepId,
  };
}

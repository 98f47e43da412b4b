/**
 * Enrolls a student at the partner of one step: account → voucher, where one is needed → course enrollment → read back
 * → started.
 *
 * Every fact is saved the moment it is known, so that a run killed anywhere goes on where the last one
 * stopped. Idempotency keys come from the step, so asking a partner again asks for the same thing.
 */
import { asItself, type Tx } from "#lib/db/client.ts";
import {
  findEnrollmentRecipient,
  findStepFacts,
  findStepToEnroll,
  type StepToEnroll,
} from "#lib/db/enrollments.ts";
import { hasRequiredCourses } from "#lib/db/companions.ts";
import { resolveFailures } from "#lib/db/failures.ts";
import {
  activatePartnerEnrollment,
  forgetExternalEnrollment,
  saveExternalEnrollment,
  savePartnerAccount,
  wasCanceled,
  writeIntent,
  type PartnerIntent,
} from "#lib/db/partner-enrollments.ts";
import { markStepStarted } from "#lib/db/steps.ts";
import { finishSwitch } from "#lib/db/switches.ts";
import { consumeVoucher, unconsumeVoucher, type HeldVoucher } from "#lib/db/vouchers.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { ProviderInactiveError } from "#lib/automation/partner-trouble.ts";
import { queueCompanions } from "#lib/automation/queue-companions.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import { recordEnrollFailure } from "#lib/automation/record-enroll-failure.ts";
import { refOf, takeVoucher } from "#lib/automation/take-voucher.ts";
import { voucherRuleOf } from "#lib/automation/voucher-rule.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import {
  PartnerAPIError,
  type PartnerConnector,
  type PartnerCourseRef,
  type PartnerProgress,
} from "#lib/partners/base.ts";
import type { Run } from "#lib/queue/runner.ts";

/** Enrolls one step. Safe to run any number of times; a step that is elsewhere by now is left alone. */
export async function autoEnrollPartnerCourse(deps: WorkerDeps, run: Run<"enroll-step">): Promise<void> {
  const step = await findStepToEnroll(deps.db.kysely, run.data.stepId);
  if (!step || step.stepStatus !== "enrolling" || step.enrollmentStatus !== "active") return;
  try {
    await enrollAtPartner(deps, step);
  } catch (error) {
    return recordEnrollFailure(deps, step, run.attempt, error);
  }
}

async function enrollAtPartner(deps: WorkerDeps, step: StepToEnroll): Promise<void> {
  const connector = usableConnector(deps, step);
  const intent = await writeIntent(deps.db.kysely, step);
  const accountId = await ensureAccount(deps, connector, step);
  const externalId = await ensureEnrollment(deps, connector, step, intent, accountId);
  const progress = await readBack(deps, connector, step, intent, externalId);
  await asItself(deps.db, (tx) => startStep(tx, deps, step, intent, progress));
}

function usableConnector(deps: WorkerDeps, step: StepToEnroll): PartnerConnector {
  if (!step.provider.active) throw new ProviderInactiveError("the provider is switched off");
  return deps.findConnector(step.provider.slug);
}

async function ensureAccount(
  deps: WorkerDeps,
  connector: PartnerConnector,
  step: StepToEnroll,
): Promise<string> {
  const { provider, student } = step;
  if (step.externalAccountId) return step.externalAccountId;
  const { externalAccountId } = await connector.createAccount(
    student,
    `account:${provider.id}:${student.studentId}`,
  );
  await savePartnerAccount(deps.db.kysely, {
    providerId: provider.id,
    studentId: student.studentId,
    externalAccountId,
  });
  return externalAccountId;
}

async function ensureEnrollment(
  deps: WorkerDeps,
  connector: PartnerConnector,
  step: StepToEnroll,
  intent: PartnerIntent,
  accountId: string,
): Promise<string> {
  if (intent.externalEnrollmentId) return intent.externalEnrollmentId;
  if (!step.course.externalCode)
    throw refused("misconfigured", step, "enroll", "the course has no code at the partner");
  const course = { externalCourseCode: step.course.externalCode, kind: step.course.kind };
  const voucher = await ensureVoucher(deps, connector, step, intent, course);
  const { externalEnrollmentId } = await connector.enrollInCourse(
    { externalAccountId: accountId },
    course,
    step.stepId,
    `enroll:${step.stepId}:${intent.id}:${intent.attempt}`,
    ...(voucher ? [refOf(voucher)] : []),
  );
  const external = { accountId, enrollmentId: externalEnrollmentId };
  const saved = voucher
    ? await asItself(deps.db, async (tx) => {
        await consumeVoucher(tx, voucher.id);
        return saveExternalEnrollment(tx, intent.id, external);
      })
    : await saveExternalEnrollment(deps.db.kysely, intent.id, external);
  if (!saved) await endIfLeft(deps, connector, intent, externalEnrollmentId);
  return externalEnrollmentId;
}

/** The step left for another partner while this one was asked: what it just made must not live on. */
async function endIfLeft(
  deps: WorkerDeps,
  connector: PartnerConnector,
  intent: PartnerIntent,
  externalId: string,
): Promise<void> {
  if (await wasCanceled(deps.db.kysely, intent.id))
    await connector.cancelEnrollment(externalId, `left:${intent.id}`);
}

/** Null where the course uses nothing up. */
async function ensureVoucher(
  deps: WorkerDeps,
  connector: PartnerConnector,
  step: StepToEnroll,
  intent: PartnerIntent,
  course: PartnerCourseRef,
): Promise<HeldVoucher | null> {
  const partner = step.provider.slug;
  const rule = voucherRuleOf(deps.descriptors, partner, course);
  if (!rule) return null;
  const holder = {
    partnerEnrollmentId: intent.id,
    stepId: step.stepId,
    providerId: step.provider.id,
    studentId: step.student.studentId,
    courseId: step.course.id,
  };
  return takeVoucher(deps, connector, { partner, rule, holder, course, attempt: 1 });
}

/** A partner that confirmed an enrollment must also know it: one that does not is asked again, under a new key. */
async function readBack(
  deps: WorkerDeps,
  connector: PartnerConnector,
  step: StepToEnroll,
  intent: PartnerIntent,
  externalId: string,
): Promise<PartnerProgress> {
  const progress = await connector.getProgress(externalId);
  if (progress) return progress;
  await asItself(deps.db, async (tx) => {
    await forgetExternalEnrollment(tx, intent);
    await unconsumeVoucher(tx, intent.id);
  });
  throw refused("retry", step, "read back", "the partner confirmed an enrollment it does not know");
}

async function startStep(
  tx: Tx,
  deps: WorkerDeps,
  step: StepToEnroll,
  intent: PartnerIntent,
  { standing }: PartnerProgress,
): Promise<void> {
  await activatePartnerEnrollment(tx, intent.id, standing);
  const started = await markStepStarted(tx, step.stepId, intent.id, `partner:${step.provider.slug}`);
  const subjects = [failureAbout("step", step.stepId), failureAbout("provider", step.stepId)];
  await resolveFailures(tx, subjects, "the student was enrolled");
  if (!started) return;
  // Of a step that was switched the new access is another thing to tell.
  await tellAccessIsReady(tx, deps, step, (await finishSwitch(tx, step.stepId)) ?? step.stepId);
  if (await hasRequiredCourses(tx, step.course.id))
    await queueCompanions(tx, deps, { stepId: step.stepId, partner: step.provider.slug });
}

async function tellAccessIsReady(
  tx: Tx,
  deps: WorkerDeps,
  step: StepToEnroll,
  subjectKey: string,
): Promise<void> {
  const recipient = await findEnrollmentRecipient(tx, step.enrollmentId);
  const facts = await findStepFacts(tx, step.stepId);
  if (!recipient || !facts) return;
  await queueMail(tx, deps, {
    recipient,
    template: "access-ready",
    subjectKey,
    data: { programTitle: recipient.title, ...facts },
  });
}

function refused(
  kind: PartnerAPIError["kind"],
  step: StepToEnroll,
  operation: string,
  message: string,
): PartnerAPIError {
  return new PartnerAPIError(kind, { partner: step.provider.slug, operation, message });
}

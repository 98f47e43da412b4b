/** Enrolls a student in the courses that the course of a step requires, with the account the step has. */
import { asItself } from "#lib/db/client.ts";
import {
  activateCompanion,
  findCompanionIntents,
  forgetCompanionExternal,
  saveCompanionExternal,
  writeCompanionIntents,
  type CompanionIntent,
} from "#lib/db/companions.ts";
import { findStepToEnroll, type StepToEnroll } from "#lib/db/enrollments.ts";
import { resolveFailures } from "#lib/db/failures.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import {
  closePartnerTrouble,
  ProviderInactiveError,
  recordPartnerTrouble,
} from "#lib/automation/partner-trouble.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { PartnerAPIError, type PartnerConnector } from "#lib/partners/base.ts";
import type { Run } from "#lib/queue/runner.ts";

/** Enrolls in every required course of a running step that is still missing. Safe to run any number of times. */
export async function enrollCompanions(deps: WorkerDeps, run: Run<"enroll-companions">): Promise<void> {
  const step = await findStepToEnroll(deps.db.kysely, run.data.stepId);
  if (!step || step.stepStatus !== "in_progress" || step.enrollmentStatus !== "active") {
    const subject = failureAbout("companions", run.data.stepId);
    return closePartnerTrouble(deps, { subject, attempt: run.attempt });
  }
  try {
    await enrollAll(deps, step);
  } catch (error) {
    const about = { ...troubleAbout(step), job: "enroll-companions", attempt: run.attempt } as const;
    await recordPartnerTrouble(deps, about, error);
  }
}

async function enrollAll(deps: WorkerDeps, step: StepToEnroll): Promise<void> {
  if (!step.provider.active) throw new ProviderInactiveError("the provider is switched off");
  const connector = deps.findConnector(step.provider.slug);
  await writeCompanionIntents(deps.db.kysely, step.stepId);
  for (const intent of await findCompanionIntents(deps.db.kysely, step.stepId)) {
    const externalId = await ensureEnrollment(deps, connector, step, intent);
    await readBack(deps, connector, step, intent, externalId);
    await activateCompanion(deps.db.kysely, intent.id);
  }
  await asItself(deps.db, (tx) =>
    resolveFailures(tx, failureAbout("companions", step.stepId), "the required courses are open"),
  );
}

async function ensureEnrollment(
  deps: WorkerDeps,
  connector: PartnerConnector,
  step: StepToEnroll,
  intent: CompanionIntent,
): Promise<string> {
  if (intent.externalEnrollmentId) return intent.externalEnrollmentId;
  if (!intent.externalCode)
    throw trouble("misconfigured", step, "a required course has no code at the partner");
  const { externalEnrollmentId } = await connector.enrollInCourse(
    { externalAccountId: intent.externalAccountId },
    { externalCourseCode: intent.externalCode, kind: intent.kind },
    `${step.stepId}:${intent.courseId}`,
    `companion:${intent.id}:${intent.attempt}`,
  );
  await saveCompanionExternal(deps.db.kysely, intent.id, externalEnrollmentId);
  return externalEnrollmentId;
}

/** A partner that confirmed an enrollment must also know it: one that does not is asked again, under a new key. */
async function readBack(
  deps: WorkerDeps,
  connector: PartnerConnector,
  step: StepToEnroll,
  intent: CompanionIntent,
  externalId: string,
): Promise<void> {
  if (await connector.getProgress(externalId)) return;
  await forgetCompanionExternal(deps.db.kysely, intent.id);
  throw trouble("retry", step, "the partner confirmed a required course it does not know");
}

function troubleAbout(step: StepToEnroll) {
  return {
    subject: failureAbout("companions", step.stepId),
    studentId: step.student.studentId,
    providerId: step.provider.id,
    courseId: step.course.id,
    programId: step.programId,
    enrollmentId: step.enrollmentId,
    stepId: step.stepId,
  };
}

function trouble(kind: PartnerAPIError["kind"], step: StepToEnroll, message: string): PartnerAPIError {
  return new PartnerAPIError(kind, { partner: step.provider.slug, operation: "enroll companions", message });
}

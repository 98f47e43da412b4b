/** Ends everything a step has at the partner it leaves. */
import { saveExternalEnrollment } from "#lib/db/partner-enrollments.ts";
import { cancelCompanion, findLivingCompanions, type LeftEnrollment } from "#lib/db/switch-ends.ts";
import type { SwitchRow } from "#lib/db/switches.ts";
import { findHeldVoucher } from "#lib/db/vouchers.ts";
import { refOf } from "#lib/automation/take-voucher.ts";
import { voucherRuleOf } from "#lib/automation/voucher-rule.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { PartnerAPIError, type PartnerConnector } from "#lib/partners/base.ts";

/**
 * Has the partner end the enrollment of a step and the courses taken along with it. Safe to repeat: what ended already
 * counts as done. Throws PartnerAPIError.
 */
export async function endAtPartner(deps: WorkerDeps, wish: SwitchRow, left: LeftEnrollment): Promise<void> {
  const connector = deps.findConnector(wish.fromPartner);
  for (const companion of await findLivingCompanions(deps.db.kysely, wish.stepId)) {
    await connector.cancelEnrollment(companion.externalEnrollmentId, `switch:${wish.id}:${companion.id}`);
    await cancelCompanion(deps.db.kysely, companion.id);
  }
  const externalId = left.externalEnrollmentId ?? (await findWhatWasMade(deps, connector, wish, left));
  if (externalId) await connector.cancelEnrollment(externalId, `switch:${wish.id}`);
}

/**
 * Finds out what became of an enrollment the partner never answered about: asking again under the same reference gives
 * the same one. Null when it was surely never asked for, or the partner does not take it.
 */
async function findWhatWasMade(
  deps: WorkerDeps,
  connector: PartnerConnector,
  wish: SwitchRow,
  left: LeftEnrollment,
): Promise<string | null> {
  const { externalAccountId: accountId, courseCode } = left;
  if (!accountId || !courseCode) return null;
  const course = { externalCourseCode: courseCode, kind: left.courseKind };
  const held = await findHeldVoucher(deps.db.kysely, left.id, 1);
  if (voucherRuleOf(deps.descriptors, wish.fromPartner, course) && !held) return null;
  try {
    const { externalEnrollmentId } = await connector.enrollInCourse(
      { externalAccountId: accountId },
      course,
      wish.stepId,
      `enroll:${wish.stepId}:${left.id}:${left.attempt}`,
      ...(held ? [refOf(held)] : []),
    );
    await saveExternalEnrollment(deps.db.kysely, left.id, { accountId, enrollmentId: externalEnrollmentId });
    return externalEnrollmentId;
  } catch (error) {
    if (error instanceof PartnerAPIError && error.kind === "rejected") return null;
    throw error;
  }
}

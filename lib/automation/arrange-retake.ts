/** Another try after a failed exam or an expired voucher: a new voucher, then the partner opens the exam again. */
import { asItself, type Tx } from "#lib/db/client.ts";
import { openFailure, resolveFailures, type NewFailure } from "#lib/db/failures.ts";
import { findRetakeFacts, type RetakeFacts } from "#lib/db/retakes.ts";
import {
  consumeVoucher,
  expireVoucher,
  findLastAttempt,
  findReservedRetakeVoucher,
  setFree,
  type HeldVoucher,
} from "#lib/db/vouchers.ts";
import { needsVoucher } from "#lib/automation/act-on-standing.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { closePartnerTrouble, recordPartnerTrouble } from "#lib/automation/partner-trouble.ts";
import { readAnew } from "#lib/automation/read-anew.ts";
import { refOf, takeVoucher } from "#lib/automation/take-voucher.ts";
import { voucherRuleOf, type VoucherRule } from "#lib/automation/voucher-rule.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { PartnerAPIError, type PartnerConnector } from "#lib/partners/base.ts";
import type { Run } from "#lib/queue/runner.ts";

/**
 * Arranges one more try, where the partner asks for one and the retakes included (or granted by an admin) are not used
 * up; otherwise somebody is told. Killed anywhere, the next run goes on with the voucher put aside: one per try.
 */
export async function arrangeRetake(deps: WorkerDeps, run: Run<"arrange-retake">): Promise<void> {
  const { partnerEnrollmentId } = run.data;
  const facts = await findRetakeFacts(deps.db.kysely, partnerEnrollmentId);
  const subject = failureAbout("retake", partnerEnrollmentId);
  if (!facts) return closePartnerTrouble(deps, { subject, attempt: run.attempt });
  if (!facts.providerActive) return;
  const rule = voucherRuleOf(deps.descriptors, facts.partner, facts.course);
  const connector = deps.findConnector(facts.partner);
  if (!rule || !connector.openRetake) return;
  try {
    await arrange(deps, { facts, rule, connector });
  } catch (error) {
    const about = { ...failureOf(facts), job: "arrange-retake", attempt: run.attempt } as const;
    await recordPartnerTrouble(deps, about, error);
  }
}

interface Retake {
  facts: RetakeFacts;
  rule: VoucherRule;
  connector: PartnerConnector;
}

async function arrange(deps: WorkerDeps, retake: Retake): Promise<void> {
  const { facts } = retake;
  const subject = failureAbout("retake", facts.partnerEnrollmentId);
  const voucher =
    (await findReservedRetakeVoucher(deps.db.kysely, facts.partnerEnrollmentId)) ??
    (await takeNext(deps, retake));
  if (!voucher) return;
  const opened = await openRetake(deps, retake, voucher);
  await asItself(deps.db, async (tx) => {
    if (opened) await consumeVoucher(tx, voucher.id);
    else await setFree(tx, voucher.id);
    await resolveFailures(tx, subject, "the exam can be taken again");
  });
  await readAnew(deps, facts);
}

/** False when the partner refuses because the student can take the exam anyway: somebody there opened it meanwhile. */
async function openRetake(
  deps: WorkerDeps,
  { facts, connector }: Retake,
  voucher: HeldVoucher,
): Promise<boolean> {
  const { partnerEnrollmentId } = facts;
  const key = `retake:${partnerEnrollmentId}:${voucher.attempt}`;
  try {
    await connector.openRetake!(facts.externalEnrollmentId, refOf(voucher), key);
    return true;
  } catch (error) {
    if (!(error instanceof PartnerAPIError) || error.kind !== "rejected") throw error;
    // One the partner does not take is of no use to the next run either.
    if (error.voucherRefused)
      await asItself(deps.db, (tx) => expireVoucher(tx, partnerEnrollmentId, voucher.attempt));
    await readAnew(deps, facts);
    const now = await findRetakeFacts(deps.db.kysely, partnerEnrollmentId);
    if (error.voucherRefused || !now || needsVoucher(now.standing)) throw error;
    return false;
  }
}

/** Null when the partner, asked now, needs no voucher (any more), or when no retake is left. */
async function takeNext(deps: WorkerDeps, retake: Retake): Promise<HeldVoucher | null> {
  const { facts, rule, connector } = retake;
  await readAnew(deps, facts);
  const now = await findRetakeFacts(deps.db.kysely, facts.partnerEnrollmentId);
  if (!now || !needsVoucher(now.standing)) {
    const subject = failureAbout("retake", facts.partnerEnrollmentId);
    await asItself(deps.db, (tx) => resolveFailures(tx, subject, "no other try is needed"));
    return null;
  }
  const last = await findLastAttempt(deps.db.kysely, facts.partnerEnrollmentId);
  if (last - 1 >= includedRetakes(deps, facts.partner) + now.retakesGranted) {
    await asItself(deps.db, (tx) => tellUsedUp(tx, now));
    return null;
  }
  if (now.standing === "voucher_expired")
    await asItself(deps.db, (tx) => expireVoucher(tx, facts.partnerEnrollmentId, last));
  const attempt = last + 1;
  const { partner, course } = facts;
  return takeVoucher(deps, connector, { partner, rule, holder: facts, course, attempt });
}

function includedRetakes(deps: WorkerDeps, partner: string): number {
  return deps.descriptors.find(({ slug }) => slug === partner)?.retakesIncluded ?? 0;
}

const USED_UP = {
  exam_failed: {
    reason: "retakes_used_up",
    message: "The exam was not passed, and the retakes included are used up.",
  },
  voucher_expired: {
    reason: "voucher_expired",
    message: "The exam voucher ran out before it was used, and the vouchers included are used up.",
  },
} as const;

async function tellUsedUp(tx: Tx, facts: RetakeFacts): Promise<void> {
  const { reason, message } =
    USED_UP[facts.standing === "voucher_expired" ? "voucher_expired" : "exam_failed"];
  await openFailure(tx, { ...failureOf(facts), reason, owner: "admin", message, retryInSeconds: null });
}

function failureOf(facts: RetakeFacts): Omit<NewFailure, "reason" | "owner" | "message" | "retryInSeconds"> {
  return {
    subject: failureAbout("retake", facts.partnerEnrollmentId),
    studentId: facts.studentId,
    providerId: facts.providerId,
    courseId: facts.courseId,
    programId: facts.programId,
    enrollmentId: facts.enrollmentId,
    stepId: facts.stepId,
  };
}

/** What a change of standing sets off: a mail, a retake, a failure somebody must see. */
import type { Tx } from "#lib/db/client.ts";
import { findEnrollmentRecipient, findStepFacts } from "#lib/db/enrollments.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import type { PartnerEnrollmentRow } from "#lib/db/partner-news.ts";
import { findLastAttempt } from "#lib/db/vouchers.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import { queueRetake } from "#lib/automation/queue-retake.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { PartnerStanding, StandingKind } from "#lib/domain/partner-standing.ts";
import { retakeOutlook, type RetakeOutlook } from "#lib/domain/retake-outlook.ts";

/** Standings a student is written to about. */
const TOLD = [
  "exam_failed",
  "session_unbooked",
  "retake_ready",
  "voucher_expired",
  "deadline_passed",
] as const;

/**
 * Acts on how an enrollment stands now, in the caller's commit; `before` is the row as it was. The same standing again
 * sets off nothing.
 */
export async function actOnStanding(
  tx: Tx,
  deps: WorkerDeps,
  before: PartnerEnrollmentRow,
  now: PartnerStanding,
): Promise<void> {
  if (before.standing === now.kind && before.examAttempts === now.examAttempts) return;
  if (now.kind === "deadline_passed") await openDeadlineFailure(tx, before);
  else if (before.standing === "deadline_passed")
    await resolveFailures(tx, failureAbout("deadline", before.id), "the partner extended the deadline");
  if (needsVoucher(now.kind)) await queueRetake(tx, deps, before);
  else if (needsVoucher(before.standing))
    await resolveFailures(tx, failureAbout("retake", before.id), "the exam can be taken again");
  if (isTold(now.kind)) await tell(tx, deps, before, { ...now, kind: now.kind });
}

/** Says whether only a new voucher lets the student go on. */
export function needsVoucher(standing: string): boolean {
  return standing === "exam_failed" || standing === "voucher_expired";
}

async function openDeadlineFailure(tx: Tx, enrollment: PartnerEnrollmentRow): Promise<void> {
  await openFailure(tx, {
    subject: failureAbout("deadline", enrollment.id),
    reason: "deadline_passed",
    owner: "admin",
    message: "The time for the course is over at the partner, and the student has not finished it.",
    retryInSeconds: null,
    studentId: enrollment.studentId,
    providerId: enrollment.providerId,
    courseId: enrollment.courseId,
    programId: enrollment.programId,
    enrollmentId: enrollment.enrollmentId,
    stepId: enrollment.stepId,
  });
}

type Told = (typeof TOLD)[number];

function isTold(kind: StandingKind): kind is Told {
  return (TOLD as readonly StandingKind[]).includes(kind);
}

/** At most one mail per enrollment, standing and try. */
async function tell(
  tx: Tx,
  deps: WorkerDeps,
  enrollment: PartnerEnrollmentRow,
  { kind, examAttempts }: PartnerStanding & { kind: Told },
): Promise<void> {
  const recipient = await findEnrollmentRecipient(tx, enrollment.enrollmentId);
  const facts = await findStepFacts(tx, enrollment.stepId);
  if (!recipient || !facts) return;
  const vouchers = await findLastAttempt(tx, enrollment.id);
  await queueMail(tx, deps, {
    recipient,
    template: "standing-changed",
    subjectKey: `${enrollment.id}:${kind}:${Math.max(examAttempts, vouchers)}`,
    data: {
      programTitle: recipient.title,
      ...facts,
      standing: kind,
      outlook: outlookOf(deps, enrollment, vouchers),
    },
  });
}

function outlookOf(deps: WorkerDeps, enrollment: PartnerEnrollmentRow, taken: number): RetakeOutlook {
  const descriptor = deps.descriptors.find(({ slug }) => slug === enrollment.partner);
  const rules = descriptor && {
    retakesIncluded: descriptor.retakesIncluded,
    voucherFor: descriptor.voucher?.kind === "exam_voucher" ? descriptor.voucher.courseKinds : [],
  };
  return retakeOutlook(enrollment.courseKind, { taken, reserved: false }, rules);
}

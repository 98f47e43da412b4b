import { sql } from "kysely";
import { asItself, type Tx } from "#lib/db/client.ts";
import { findEnrollmentRecipient } from "#lib/db/enrollments.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import { addCertificate } from "#lib/db/certificates.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { createPublicId } from "#lib/certificates/index.ts";
import type { Run } from "#lib/queue/runner.ts";

/**
 * Issues the certificate of a completed enrollment, exactly once however often it runs. Without the
 * student's name nothing is issued: that is an open failure until the name is there.
 */
export async function issueCertificate(deps: WorkerDeps, run: Run<"issue-certificate">): Promise<void> {
  await asItself(deps.db, (tx) => issue(tx, deps, run.data.enrollmentId));
}

async function issue(tx: Tx, deps: WorkerDeps, enrollmentId: string): Promise<void> {
  const recipient = await findEnrollmentRecipient(tx, enrollmentId);
  if (!recipient || !(await isCompleted(tx, enrollmentId))) return;
  const subject = `certificate:${enrollmentId}`;
  if (recipient.name.trim() === "") return failWithoutName(tx, subject, enrollmentId, recipient.studentId);
  const issued = await addCertificate(tx, {
    publicId: createPublicId(),
    enrollmentId,
    studentId: recipient.studentId,
    holderName: recipient.name.trim(),
    programTitle: recipient.title,
  });
  await resolveFailures(tx, subject, "the certificate was issued");
  if (!issued) return;
  await queueMail(tx, deps, {
    recipient,
    template: "certificate-issued",
    subjectKey: issued.publicId,
    data: { programTitle: recipient.title, number: issued.number, publicId: issued.publicId },
  });
}

async function isCompleted(tx: Tx, enrollmentId: string): Promise<boolean> {
  const { rows } = await sql<{ complete: boolean }>`
    select status = 'completed' and public.is_enrollment_complete(id) as complete
    from public.enrollments where id = ${enrollmentId}`.execute(tx);
  return rows[0]?.complete ?? false;
}

async function failWithoutName(
  tx: Tx,
  subject: string,
  enrollmentId: string,
  studentId: string,
): Promise<void> {
  await openFailure(tx, {
    subject,
    reason: "name_missing",
    owner: "student",
    message: "The program is complete, but the certificate waits for the student's name.",
    retryInSeconds: 60,
    studentId,
    enrollmentId,
  });
}

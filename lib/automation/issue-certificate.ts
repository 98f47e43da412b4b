import { sql } from "kysely";
import { asItself, type Tx } from "#lib/db/client.ts";
import { findEnrollmentRecipient } from "#lib/db/enrollments.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import { addCertificate } from "#lib/db/certificates.ts";
import { findHolderName, lockName } from "#lib/db/profiles.ts";
import { nameProblem, type NameProblem } from "#lib/domain/legal-name.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { createPublicId } from "#lib/certificates/index.ts";
import type { Run } from "#lib/queue/runner.ts";

/**
 * Issues the certificate of a completed enrollment, exactly once however often it runs. Until its holder confirmed
 * their name nothing is issued: they are asked once, and that is an open failure of theirs until they did.
 */
export async function issueCertificate(deps: WorkerDeps, run: Run<"issue-certificate">): Promise<void> {
  await asItself(deps.db, (tx) => issue(tx, deps, run.data.enrollmentId));
}

type Recipient = NonNullable<Awaited<ReturnType<typeof findEnrollmentRecipient>>>;

async function issue(tx: Tx, deps: WorkerDeps, enrollmentId: string): Promise<void> {
  const recipient = await findEnrollmentRecipient(tx, enrollmentId);
  if (!recipient) return;
  await lockName(tx, recipient.studentId);
  const holder = await findHolderName(tx, enrollmentId);
  if (!holder || !(await isWanting(tx, enrollmentId))) return;
  const problem = nameProblem(holder);
  if (problem) return askForName(tx, deps, enrollmentId, recipient, problem);
  const issued = await addCertificate(tx, {
    publicId: createPublicId(),
    enrollmentId,
    studentId: recipient.studentId,
    holderName: holder.legalName!,
    programTitle: recipient.title,
  });
  await resolveFailures(tx, failureAbout("certificate", enrollmentId), "the certificate was issued");
  if (!issued) return;
  await queueMail(tx, deps, {
    recipient,
    template: "certificate-issued",
    subjectKey: issued.publicId,
    data: { programTitle: recipient.title, number: issued.number, publicId: issued.publicId },
  });
}

/** Completed, and never certified: a certificate that was revoked comes back by a reissue alone. */
async function isWanting(tx: Tx, enrollmentId: string): Promise<boolean> {
  const { rows } = await sql<{ wanting: boolean }>`
    select status = 'completed' and public.is_enrollment_complete(id)
      and not exists (select from public.certificates c where c.enrollment_id = e.id and c.status = 'revoked') as wanting
    from public.enrollments e where id = ${enrollmentId}`.execute(tx);
  return rows[0]?.wanting ?? false;
}

const MESSAGES: Record<NameProblem, string> = {
  name_missing: "The program is complete, but the certificate waits for the student's name.",
  name_unconfirmed:
    "The program is complete, but the student has not confirmed the name for the certificate.",
};

async function askForName(
  tx: Tx,
  deps: WorkerDeps,
  enrollmentId: string,
  recipient: Recipient,
  problem: NameProblem,
): Promise<void> {
  await openFailure(tx, {
    subject: failureAbout("certificate", enrollmentId),
    reason: problem,
    owner: "student",
    message: MESSAGES[problem],
    retryInSeconds: null,
    studentId: recipient.studentId,
    enrollmentId,
  });
  await queueMail(tx, deps, {
    recipient,
    template: "name-needed",
    subjectKey: enrollmentId,
    data: { programTitle: recipient.title },
  });
}

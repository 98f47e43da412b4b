/** Collects what a completed course leaves: the partner's certificate, confirmed where it can be, or a service's day. */
import { asItself, type Tx } from "#lib/db/client.ts";
import { openFailure, resolveFailures, type NewFailure } from "#lib/db/failures.ts";
import {
  findRecordToCollect,
  findRecordsDue,
  finishRecord,
  keepVerification,
  nameCertificate,
  savePartnerCertificate,
  type RecordToCollect,
} from "#lib/db/partner-certificates.ts";
import { failureAbout } from "#lib/automation/failure-subject.ts";
import { closePartnerTrouble, recordPartnerTrouble } from "#lib/automation/partner-trouble.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { CertificateCheck, PartnerConnector } from "#lib/partners/base.ts";
import { RETRY_WINDOW_SECONDS } from "#lib/queue/jobs.ts";
import type { Run } from "#lib/queue/runner.ts";

/** The partner has not issued or does not confirm what is waited for: the queue asks again later. */
export class RecordNotThereError extends Error {
  override readonly name = "RecordNotThereError";
}

/** Records queued in one tick; the next tick goes on. */
const LIMIT = 500;

/** Queues collecting for every completed enrollment whose record is due; none that is queued or told of already. */
export async function collectPartnerRecords(deps: WorkerDeps): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const due = await findRecordsDue(tx, LIMIT);
    await deps.queue.enqueue(
      tx,
      "fetch-partner-certificate",
      due.map(({ id, partner }) => ({ data: { partnerEnrollmentId: id }, key: id, group: partner })),
    );
  });
}

/**
 * Asks the partner for the record of one completed enrollment. Asked again for 72 hours after completion while it is not
 * there or not confirmed, then a person is told. Collected already: nothing happens.
 */
export async function fetchPartnerCertificate(
  deps: WorkerDeps,
  run: Run<"fetch-partner-certificate">,
): Promise<void> {
  const record = await findRecordToCollect(deps.db.kysely, run.data.partnerEnrollmentId);
  const subject = failureAbout("record", run.data.partnerEnrollmentId);
  if (!record) return closePartnerTrouble(deps, { subject, attempt: run.attempt });
  if (!record.providerActive) return;
  try {
    const missing = await collect(deps, record);
    if (missing) await tellMissing(deps, record, missing);
  } catch (error) {
    if (error instanceof RecordNotThereError) throw error;
    const about = { ...aboutOf(record), job: "fetch-partner-certificate", attempt: run.attempt } as const;
    await recordPartnerTrouble(deps, about, error);
  }
}

type Missing = keyof typeof MISSING;

const MISSING = {
  requirement_date_missing: {
    owner: "partner",
    message: "The service is done, and the partner does not say on which day the requirement was met.",
  },
  certificate_missing: {
    owner: "partner",
    message: "The course is completed, and the partner has issued no certificate.",
  },
  certificate_unconfirmed: {
    owner: "partner",
    message: "The partner does not confirm the certificate it issued.",
  },
} as const;

/** Null once the record is complete. */
async function collect(deps: WorkerDeps, record: RecordToCollect): Promise<Missing | null> {
  const connector = deps.findConnector(record.partner);
  if (record.isService) return collectDay(deps, connector, record);
  const number = record.certificateNumber ?? (await collectCertificate(deps, connector, record));
  if (number === null) return "certificate_missing";
  return confirm(deps, connector, record, number);
}

/** Of a service only the day is kept: what else the partner may say of it is never read. */
async function collectDay(
  deps: WorkerDeps,
  connector: PartnerConnector,
  record: RecordToCollect,
): Promise<Missing | null> {
  const progress = await connector.getProgress(record.externalEnrollmentId);
  const metOn = progress?.standing.requirementMetOn ?? null;
  if (!record.requirementMet && metOn === null) return "requirement_date_missing";
  await finish(deps, record, metOn);
  return null;
}

async function collectCertificate(
  deps: WorkerDeps,
  connector: PartnerConnector,
  record: RecordToCollect,
): Promise<string | null> {
  const certificate = await connector.getCertificate(record.externalEnrollmentId);
  if (!certificate) return null;
  await asItself(deps.db, async (tx) => {
    await savePartnerCertificate(tx, record, certificate);
    await nameCertificate(tx, record.id, certificate.number, true);
  });
  return certificate.number;
}

async function confirm(
  deps: WorkerDeps,
  connector: PartnerConnector,
  record: RecordToCollect,
  number: string,
): Promise<Missing | null> {
  const found: CertificateCheck | null = (await connector.checkCertificate?.(number)) ?? null;
  if (found) await asItself(deps.db, (tx) => keepVerification(tx, record.id, number, found));
  if (found === "unknown" || found === "revoked") return "certificate_unconfirmed";
  await finish(deps, record, null);
  return null;
}

async function finish(deps: WorkerDeps, record: RecordToCollect, metOn: string | null): Promise<void> {
  await asItself(deps.db, async (tx) => {
    await finishRecord(tx, record.id, metOn);
    await resolveFailures(tx, failureAbout("record", record.id), "the partner gave what was missing");
  });
}

async function tellMissing(deps: WorkerDeps, record: RecordToCollect, missing: Missing): Promise<void> {
  if (record.ageSeconds < RETRY_WINDOW_SECONDS) throw new RecordNotThereError(missing);
  await asItself(deps.db, (tx) => openMissing(tx, record, missing));
}

async function openMissing(tx: Tx, record: RecordToCollect, missing: Missing): Promise<void> {
  await openFailure(tx, { ...aboutOf(record), reason: missing, ...MISSING[missing], retryInSeconds: null });
}

function aboutOf(
  record: RecordToCollect,
): Omit<NewFailure, "reason" | "owner" | "message" | "retryInSeconds"> {
  return {
    subject: failureAbout("record", record.id),
    studentId: record.studentId,
    providerId: record.providerId,
    courseId: record.courseId,
    programId: record.programId,
    enrollmentId: record.enrollmentId,
    stepId: record.stepId,
  };
}

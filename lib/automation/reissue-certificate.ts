/** An admin replaces a certificate: the old one is revoked, a new one with the right name takes its place. */
import { z } from "zod";
import { asUser, type Database, type Tx } from "#lib/db/client.ts";
import { findCertificateToReissue, reissue } from "#lib/db/certificates.ts";
import { findEnrollmentRecipient } from "#lib/db/enrollments.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { readLegalName } from "#lib/domain/legal-name.ts";
import type { InboxOutcome } from "#lib/inbox/events.ts";
import { queueMail } from "#lib/automation/queue-mail.ts";
import { storeAct } from "#lib/automation/store-act.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { createPublicId } from "#lib/certificates/index.ts";

/** Longest reason an admin may give, in characters. */
export const REISSUE_REASON_MAX_LENGTH = 500;

/** `certificate.reissue` in the inbox: the record of who replaced it, and why. */
export const reissueAct = z.object({
  certificateId: z.uuid(),
  holderName: z.string().max(200),
  reason: z.string().min(1).max(REISSUE_REASON_MAX_LENGTH),
  actor: z.string().max(100),
});

/** The person is no admin, or there is no valid certificate of this id: the same answer, so that nothing is given away. */
export class ReissueRefusedError extends Error {
  override readonly name = "ReissueRefusedError";
  readonly code: "not_found" | "bad_name" | "no_reason";

  constructor(code: ReissueRefusedError["code"]) {
    super(`certificate not reissued: ${code}`);
    this.code = code;
  }
}

/**
 * Asks the worker to replace a valid certificate. Throws ReissueRefusedError `not_found` for anybody but an admin and for
 * an unknown or revoked certificate. Asking twice about the same certificate replaces it once.
 */
export async function requestReissue(
  deps: { db: Database },
  request: { claims: Claims; certificateId: string; holderName: unknown; reason: string },
): Promise<void> {
  const { claims, certificateId } = request;
  const exists = await asUser(deps.db, claims, (tx) => findCertificateToReissue(tx, certificateId));
  if (!exists) throw new ReissueRefusedError("not_found");
  const holderName = readLegalName(request.holderName);
  if (holderName === null) throw new ReissueRefusedError("bad_name");
  const reason = request.reason.trim().slice(0, REISSUE_REASON_MAX_LENGTH);
  if (reason === "") throw new ReissueRefusedError("no_reason");
  await storeAct(deps, {
    eventId: `reissue:${certificateId}`,
    eventType: "certificate.reissue",
    body: { certificateId, holderName, reason, actor: `user:${claims.sub}` },
  });
}

/** Replaces the certificate and writes to its holder; one that is revoked already is left alone. */
export async function reissueCertificate(
  tx: Tx,
  deps: WorkerDeps,
  act: z.output<typeof reissueAct>,
): Promise<InboxOutcome> {
  const reissued = await reissue(tx, { ...act, publicId: createPublicId() });
  if (!reissued) return "ignored";
  const recipient = await findEnrollmentRecipient(tx, reissued.enrollmentId);
  if (!recipient) return "applied";
  const { publicId, number } = reissued;
  await queueMail(tx, deps, {
    recipient,
    template: "certificate-reissued",
    subjectKey: publicId,
    data: { programTitle: reissued.programTitle, number, publicId },
  });
  return "applied";
}

import { sql } from "kysely";
import { z } from "zod";
import { renderCertificatePdf } from "#lib/certificates/index.ts";
import { asUser, type Database, type Tx } from "#lib/db/client.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { paperFor, type Paper } from "#lib/domain/paper.ts";

/** There is no such certificate, or it is not this person's, or it was revoked: one answer for all. */
export class CertificateNotFoundError extends Error {
  override readonly name = "CertificateNotFoundError";
}

export interface CertificatePdf {
  bytes: Uint8Array;
  /** For the download; holds no name. */
  fileName: string;
}

const steps = z.array(
  z.object({ courseName: z.string(), partnerLabel: z.string(), completedOn: z.string().nullable() }),
);

/**
 * Draws the student's own valid certificate as PDF, the same document each time.
 * Throws CertificateNotFoundError.
 */
export async function getCertificatePdf(
  deps: { db: Database; appUrl: string; schoolName: string },
  request: {
    claims: Claims;
    certificateId: string;
    /** Null: what is printed on where the student is, as far as that is known. */
    paper: Paper | null;
    browserTimeZone: string | null;
  },
): Promise<CertificatePdf> {
  const row = await asUser(deps.db, request.claims, (tx) => findOwn(tx, request.certificateId));
  if (!row) throw new CertificateNotFoundError("no such certificate");
  const bytes = await renderCertificatePdf({
    publicId: row.public_id,
    holderName: row.holder_name,
    programTitle: row.program_title,
    schoolName: deps.schoolName,
    steps: steps.parse(row.steps),
    issuedOn: row.issued_at.toISOString().slice(0, 10),
    number: row.certificate_number,
    verifyUrl: `${deps.appUrl}/verify/${row.public_id}`,
    paper: request.paper ?? paperFor(row.time_zone ?? request.browserTimeZone ?? "UTC"),
  });
  return { bytes, fileName: `certificate-${row.certificate_number}.pdf` };
}

/** An admin may see every certificate; this document is for its holder alone. */
function findOwn(tx: Tx, certificateId: string) {
  return tx
    .selectFrom("certificates")
    .innerJoin("profiles", "profiles.id", "certificates.student_id")
    .select(["public_id", "holder_name", "program_title", "steps", "issued_at", "certificate_number"])
    .select("profiles.time_zone")
    .where("certificates.id", "=", certificateId)
    .where("student_id", "=", sql<string>`(select auth.uid())`)
    .where("status", "=", "valid")
    .executeTakeFirst();
}

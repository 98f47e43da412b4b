/** The public check of a certificate. Whoever holds the public id may see it; no list exists for anybody. */
import { sql } from "kysely";
import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";

export interface VerifiedCertificate {
  /** `valid` or `revoked`; a valid one can still have expired. */
  status: string;
  holderName: string;
  programTitle: string;
  /** Whole number, counted up by the school. */
  number: string;
  steps: CertificateStep[];
  issuedAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** Public id of the certificate that took its place; null where none did. */
  replacedBy: string | null;
}

export interface CertificateStep {
  courseName: string;
  partnerLabel: string;
  /** `YYYY-MM-DD`, as it is printed; null for a step that was waived. */
  completedOn: string | null;
}

const stepsSchema = z.array(
  z.object({ courseName: z.string(), partnerLabel: z.string(), completedOn: z.string().nullable() }),
);

/** Public ids are base64url; anything else is not asked of the database. */
const PUBLIC_ID = /^[A-Za-z0-9_-]{22,64}$/;

/** Finds a certificate by its public id, as the web itself; null when there is none. */
export async function findVerifiedCertificate(tx: Tx, publicId: string): Promise<VerifiedCertificate | null> {
  if (!PUBLIC_ID.test(publicId)) return null;
  const { rows } = await sql<Row>`select * from public.verify_certificate(${publicId})`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  return {
    status: row.status,
    holderName: row.holder_name,
    programTitle: row.program_title,
    number: row.certificate_number,
    steps: stepsSchema.parse(row.steps),
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    replacedBy: row.replaced_by,
  };
}

interface Row {
  status: string;
  holder_name: string;
  program_title: string;
  steps: unknown;
  issued_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  certificate_number: string;
  replaced_by: string | null;
}

/** The school's certificates as an admin sees them. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

export interface AdminCertificate {
  id: string;
  publicId: string;
  number: string;
  enrollmentId: string;
  programTitle: string;
  holderName: string;
  status: string;
  issuedAt: Date;
  revokedReason: string | null;
  /** Id of the certificate that took its place. */
  replacedBy: string | null;
  /** What the holder confirmed by now; null when nothing. */
  confirmedName: string | null;
}

/** Reads one certificate; null when there is none, or for anybody but an admin. */
export async function findCertificate(tx: Tx, id: string): Promise<AdminCertificate | null> {
  const { rows } = await sql<AdminCertificate>`
    select c.id, c.public_id as "publicId", c.certificate_number as number, c.enrollment_id as "enrollmentId",
      c.program_title as "programTitle", c.holder_name as "holderName", c.status, c.issued_at as "issuedAt",
      c.revoked_reason as "revokedReason",
      (select n.id from public.certificates n where n.replaces_id = c.id) as "replacedBy",
      case when f.legal_name_confirmed_at is not null then f.legal_name end as "confirmedName"
    from public.certificates c join public.profiles f on f.id = c.student_id
    where c.id = ${id} and public.is_admin()`.execute(tx);
  return rows[0] ?? null;
}

/** Finds the newest certificate of an enrollment, a valid one first; null when it has none. Admins only. */
export async function findCertificateOf(
  tx: Tx,
  enrollmentId: string,
): Promise<{ id: string; number: string; status: string } | null> {
  const row = await tx
    .selectFrom("certificates")
    .where("enrollment_id", "=", enrollmentId)
    .where(sql<boolean>`public.is_admin()`)
    .select(["id", "certificate_number as number", "status"])
    .orderBy((eb) => eb("status", "=", "valid"), "desc")
    .orderBy("issued_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

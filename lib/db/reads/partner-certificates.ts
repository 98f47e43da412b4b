import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

/** A document a partner issued for one step. Links are the partner's words: check them before linking. */
export interface PartnerCertificateRow {
  stepId: string;
  partnerName: string;
  number: string;
  url: string | null;
  verificationUrl: string | null;
  /** `YYYY-MM-DD`: days have no time zone. */
  issuedDate: string | null;
  expirationDate: string | null;
  /** From this day on its holder should renew it; `YYYY-MM-DD`. */
  renewFrom: string | null;
  /** What the partner answered when asked about the number: confirmed, unknown, revoked; else not_checked. */
  verification: string;
  verifiedAt: Date | null;
}

/** Reads what partners issued in these enrollments, oldest first. One query. */
export function readPartnerCertificates(
  tx: Tx,
  enrollmentIds: readonly string[],
): Promise<PartnerCertificateRow[]> {
  if (enrollmentIds.length === 0) return Promise.resolve([]);
  return tx
    .selectFrom("partner_lms_enrollments as earned_in")
    .innerJoin("partner_certificates as document", "document.enrollment_id", "earned_in.id")
    .innerJoin("partner_lms_providers as provider", "provider.id", "document.provider_id")
    .where("earned_in.enrollment_id", "in", enrollmentIds)
    .orderBy("document.created_at")
    .select([
      "earned_in.step_id as stepId",
      "provider.provider_name as partnerName",
      "document.certificate_number as number",
      "document.certificate_url as url",
      "document.verification_url as verificationUrl",
      sql<string | null>`to_char(document.issued_date, 'YYYY-MM-DD')`.as("issuedDate"),
      sql<string | null>`to_char(document.expiration_date, 'YYYY-MM-DD')`.as("expirationDate"),
      sql<string | null>`to_char(document.renew_from, 'YYYY-MM-DD')`.as("renewFrom"),
      "document.verification",
      "document.verified_at as verifiedAt",
    ])
    .execute();
}

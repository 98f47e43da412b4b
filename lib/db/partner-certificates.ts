/** Documents partners issued, and what is still to be collected of an enrollment that is completed. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import type { PartnerCertificateFact } from "#lib/domain/partner-event.ts";

/** Keeps a document the partner issued; the same number again only fills what was missing. */
export async function savePartnerCertificate(
  tx: Tx,
  owner: { id: string; studentId: string; providerId: string },
  certificate: PartnerCertificateFact,
): Promise<void> {
  await tx
    .insertInto("partner_certificates")
    .values({
      enrollment_id: owner.id,
      student_id: owner.studentId,
      provider_id: owner.providerId,
      certificate_number: certificate.number,
      certificate_url: certificate.url,
      verification_url: certificate.verificationUrl,
      issued_date: certificate.issuedDate,
      expiration_date: certificate.expirationDate,
    })
    .onConflict((conflict) =>
      conflict.columns(["enrollment_id", "certificate_number"]).doUpdateSet((eb) => ({
        certificate_url: sql`coalesce(excluded.certificate_url, partner_certificates.certificate_url)`,
        verification_url: sql`coalesce(excluded.verification_url, partner_certificates.verification_url)`,
        issued_date: sql`coalesce(excluded.issued_date, partner_certificates.issued_date)`,
        expiration_date: sql`coalesce(excluded.expiration_date, partner_certificates.expiration_date)`,
        updated_at: eb.fn<Date>("now"),
      })),
    )
    .execute();
}

/** Names the certificate an enrollment ended with. Nothing more is to be collected then, unless it `needsCheck`. */
export async function nameCertificate(
  tx: Tx,
  partnerEnrollmentId: string,
  number: string,
  needsCheck: boolean,
): Promise<void> {
  await sql`
    update public.partner_lms_enrollments
    set external_certificate_id = ${number}, record_due = record_due and ${needsCheck}, updated_at = now()
    where id = ${partnerEnrollmentId}`.execute(tx);
}

/** A completed enrollment whose record (certificate, or the day a requirement was met) may be incomplete. */
export interface RecordToCollect {
  id: string;
  studentId: string;
  providerId: string;
  courseId: string;
  programId: string | null;
  enrollmentId: string;
  stepId: string;
  partner: string;
  providerActive: boolean;
  externalEnrollmentId: string;
  isService: boolean;
  requirementMet: boolean;
  /** Its own certificate; null while there is none. */
  certificateNumber: string | null;
  /** What the partner said of that number. */
  verification: string | null;
  /** Seconds since it was completed. */
  ageSeconds: number;
}

/** Reads an enrollment whose record is still due; null when it is complete. */
export async function findRecordToCollect(db: Connection, id: string): Promise<RecordToCollect | null> {
  const { rows } = await sql<RecordToCollect>`
    select e.id, e.student_id as "studentId", e.provider_id as "providerId", e.course_id as "courseId",
      e.program_id as "programId", e.enrollment_id as "enrollmentId", e.step_id as "stepId", p.provider_type as partner,
      p.active as "providerActive", e.external_enrollment_id as "externalEnrollmentId", c.kind = 'service' as "isService",
      e.requirement_met_on is not null as "requirementMet", e.external_certificate_id as "certificateNumber",
      d.verification, extract(epoch from now() - e.completed_at)::double precision as "ageSeconds"
    from public.partner_lms_enrollments e
    join public.partner_lms_providers p on p.id = e.provider_id
    join public.partner_courses c on c.id = e.course_id
    left join public.partner_certificates d on d.enrollment_id = e.id and d.certificate_number = e.external_certificate_id
    where e.id = ${id} and e.status = 'completed' and e.record_due`.execute(db);
  return rows[0] ?? null;
}

/** Keeps what the partner said of a certificate number. */
export async function keepVerification(
  tx: Tx,
  partnerEnrollmentId: string,
  number: string,
  verification: "confirmed" | "unknown" | "revoked",
): Promise<void> {
  await tx
    .updateTable("partner_certificates")
    .set({ verification, verified_at: sql`now()`, updated_at: sql`now()` })
    .where("enrollment_id", "=", partnerEnrollmentId)
    .where("certificate_number", "=", number)
    .execute();
}

/** Ends collecting: the record of an enrollment is complete. `metOn` (`YYYY-MM-DD`) is kept where it is given. */
export async function finishRecord(
  tx: Tx,
  partnerEnrollmentId: string,
  metOn: string | null = null,
): Promise<void> {
  await tx
    .updateTable("partner_lms_enrollments")
    .set({
      record_due: false,
      requirement_met_on: sql`coalesce(${metOn}::date, requirement_met_on)`,
      updated_at: sql`now()`,
    })
    .where("id", "=", partnerEnrollmentId)
    .execute();
}

/** Finds up to `limit` completed enrollments whose record is due, nobody was told of and the partner had time to send. */
export async function findRecordsDue(tx: Tx, limit: number): Promise<{ id: string; partner: string }[]> {
  const { rows } = await sql<{ id: string; partner: string }>`
    select e.id, p.provider_type as partner
    from public.partner_lms_enrollments e
    join public.partner_lms_providers p on p.id = e.provider_id and p.active
    where e.record_due and e.status = 'completed' and e.completed_at < now() - interval '10 seconds'
      and not exists (
        select from public.partner_lms_enrollment_failures f
        where f.subject = 'record:' || e.id and f.resolved_at is null)
    order by e.completed_at limit ${limit}`.execute(tx);
  return rows;
}

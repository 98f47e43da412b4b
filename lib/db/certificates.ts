/** The school's certificates: written once, never changed but for revocation. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

export interface NewCertificate {
  publicId: string;
  enrollmentId: string;
  studentId: string;
  holderName: string;
  programTitle: string;
}

/**
 * Writes the certificate with a snapshot of the finished steps and returns what names it; null when the
 * enrollment has a valid one already.
 */
export async function addCertificate(
  tx: Tx,
  certificate: NewCertificate,
): Promise<{ publicId: string; number: string } | null> {
  const { rows } = await sql<{ public_id: string; certificate_number: string }>`
    insert into public.certificates (public_id, enrollment_id, student_id, holder_name, program_title, steps)
    select ${certificate.publicId}, ${certificate.enrollmentId}, ${certificate.studentId},
      ${certificate.holderName}, ${certificate.programTitle},
      jsonb_agg(jsonb_build_object(
        'courseName', c.course_name, 'partnerLabel', p.provider_name, 'completedOn', s.completed_at::date
      ) order by s.sequence_order)
    from public.enrollment_steps s
    join public.partner_courses c on c.id = s.course_id
    join public.partner_lms_providers p on p.id = s.provider_id
    where s.enrollment_id = ${certificate.enrollmentId} and s.status in ('completed', 'skipped')
    on conflict (enrollment_id) where status = 'valid' do nothing
    returning public_id, certificate_number`.execute(tx);
  const [row] = rows;
  return row ? { publicId: row.public_id, number: row.certificate_number } : null;
}

/** Finds a valid certificate an admin may replace; as that admin. Null for everybody else. */
export async function findCertificateToReissue(
  tx: Tx,
  certificateId: string,
): Promise<{ id: string } | null> {
  const row = await tx
    .selectFrom("certificates")
    .select("id")
    .where("id", "=", certificateId)
    .where("status", "=", "valid")
    .where(sql<boolean>`public.is_admin()`)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Revokes a valid certificate and issues its successor under `publicId`; null when it is revoked already. `reason` is
 * kept with the old one and shown to nobody but the school.
 */
export async function reissue(
  tx: Tx,
  act: { certificateId: string; publicId: string; holderName: string; reason: string },
): Promise<{ publicId: string; number: string; enrollmentId: string; programTitle: string } | null> {
  const { certificateId, publicId, holderName, reason } = act;
  await sql`select public.reissue_certificate(${certificateId}, ${publicId}, ${holderName}, ${reason})`.execute(
    tx,
  );
  const row = await tx
    .selectFrom("certificates")
    .select([
      "certificate_number as number",
      "enrollment_id as enrollmentId",
      "program_title as programTitle",
    ])
    .where("public_id", "=", publicId)
    .executeTakeFirst();
  return row ? { publicId, ...row } : null;
}

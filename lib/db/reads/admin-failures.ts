/** Open failures with everything needed to understand one without opening another page. Admins only see rows. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { namedLike } from "#lib/db/reads/named-like.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";

export interface OpenFailure {
  id: string;
  /** A code such as `partner_rejected`. */
  reason: string;
  /** us, partner, student or admin. */
  owner: string;
  message: string;
  retryCount: number;
  nextRetryAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  enrollmentId: string | null;
  /** What the student bought. */
  title: string | null;
  student: { name: string; email: string } | null;
  partner: { slug: string; name: string } | null;
}

/** Which failures to list: of students with this in their name or e-mail, of one enrollment, of one partner; empty and null mean all. */
export interface FailureFilter {
  search: string;
  enrollmentId: string | null;
  /** Its slug. */
  partner?: string | null;
}

/** Lists what is open, oldest first. One query. */
export async function listOpenFailures(
  tx: Tx,
  { search, enrollmentId, partner = null }: FailureFilter,
  page: number,
): Promise<PageOf<OpenFailure>> {
  let query = selectFailures(tx).where("failure.resolved_at", "is", null);
  if (search) query = query.where(namedLike("student", search));
  if (enrollmentId) query = query.where("failure.enrollment_id", "=", enrollmentId);
  if (partner) query = query.where("provider.provider_type", "=", partner);
  const { limit, offset } = windowOf(page);
  const rows = await query
    .orderBy("failure.created_at")
    .orderBy("failure.id")
    .limit(limit)
    .offset(offset)
    .execute();
  return pageOf(rows.map(asFailure), page);
}

/** Reads one failure, open or resolved; null when there is none. */
export async function findFailure(
  tx: Tx,
  id: string,
): Promise<(OpenFailure & { resolution: string | null }) | null> {
  const row = await selectFailures(tx)
    .where("failure.id", "=", id)
    .select("failure.resolution")
    .executeTakeFirst();
  return row ? { ...asFailure(row), resolution: row.resolution } : null;
}

function selectFailures(tx: Tx) {
  return tx
    .selectFrom("partner_lms_enrollment_failures as failure")
    .leftJoin("profiles as student", "student.id", "failure.student_id")
    .leftJoin("partner_lms_providers as provider", "provider.id", "failure.provider_id")
    .leftJoin("enrollments as enrollment", "enrollment.id", "failure.enrollment_id")
    .leftJoin("orders", "orders.id", "failure.order_id")
    .select([
      "failure.id",
      "failure.reason",
      "failure.owner",
      "failure.error_message",
      "failure.retry_count",
      "failure.next_retry_at",
      "failure.created_at",
      "failure.updated_at",
      "failure.enrollment_id",
      sql<string | null>`coalesce(enrollment.title, orders.description)`.as("title"),
      "student.full_name",
      "student.email",
      "provider.provider_type",
      "provider.provider_name",
    ]);
}

type FailureRow = Awaited<ReturnType<ReturnType<typeof selectFailures>["execute"]>>[number];

function asFailure(row: FailureRow): OpenFailure {
  return {
    id: row.id,
    reason: row.reason,
    owner: row.owner,
    message: row.error_message,
    retryCount: row.retry_count,
    nextRetryAt: row.next_retry_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    enrollmentId: row.enrollment_id,
    title: row.title,
    student: row.email === null ? null : { name: row.full_name ?? "", email: row.email },
    partner: row.provider_type === null ? null : { slug: row.provider_type, name: row.provider_name ?? "" },
  };
}

/** Vouchers and promo codes: how many there are, and who has which. Never a code. Admins only see rows. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { namedLike } from "#lib/db/reads/named-like.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";
import type { VoucherStatus } from "#lib/domain/voucher-words.ts";

/** How many vouchers of one kind there are for one course of a partner, by what became of them. */
export interface VoucherStock {
  partner: { slug: string; name: string };
  kind: string;
  /** Null for codes that fit any course. */
  courseName: string | null;
  available: number;
  reserved: number;
  consumed: number;
  expired: number;
  released: number;
}

export interface VoucherRow {
  id: string;
  kind: string;
  status: string;
  attempt: number | null;
  expiresAt: Date | null;
  /** When it was used, else put aside, else known of. */
  since: Date;
  courseName: string | null;
  partner: { slug: string; name: string };
  student: { name: string; email: string } | null;
  enrollmentId: string | null;
}

/** Counts vouchers by partner, kind and course. One query. */
export async function readVoucherStocks(tx: Tx): Promise<VoucherStock[]> {
  const { rows } = await sql<Omit<VoucherStock, "partner"> & { slug: string; name: string }>`
    select p.provider_type as slug, p.provider_name as name, v.kind, c.course_name as "courseName",
      ${counted("available")}, ${counted("reserved")}, ${counted("consumed")}, ${counted("expired")}, ${counted("released")}
    from partner_vouchers v
    join partner_lms_providers p on p.id = v.provider_id
    left join partner_courses c on c.id = v.course_id
    group by p.id, v.kind, c.id
    order by p.provider_name, v.kind, c.course_name nulls first`.execute(tx);
  return rows.map(({ slug, name, ...row }) => ({ ...row, partner: { slug, name } }));
}

/**
 * Lists vouchers, the one that moved last first; `status` narrows to one state, else those nobody has yet are left
 * out; `search` is part of a student's name or e-mail. One query.
 */
export async function listVouchers(
  tx: Tx,
  about: { status: VoucherStatus | null; search: string },
  page: number,
): Promise<PageOf<VoucherRow>> {
  let query = selectVouchers(tx);
  query = about.status
    ? query.where("voucher.status", "=", about.status)
    : query.where("voucher.status", "<>", "available");
  if (about.search) query = query.where(namedLike("student", about.search));
  const { limit, offset } = windowOf(page);
  const rows = await query.orderBy(SINCE, "desc").orderBy("voucher.id").limit(limit).offset(offset).execute();
  return pageOf(rows.map(asVoucher), page);
}

function counted(status: VoucherStatus) {
  return sql`count(*) filter (where v.status = ${sql.lit(status)})::int as ${sql.ref(status)}`;
}

const SINCE = sql<Date>`coalesce(voucher.consumed_at, voucher.reserved_at, voucher.created_at)`;

function selectVouchers(tx: Tx) {
  return tx
    .selectFrom("partner_vouchers as voucher")
    .innerJoin("partner_lms_providers as provider", "provider.id", "voucher.provider_id")
    .leftJoin("partner_courses as course", "course.id", "voucher.course_id")
    .leftJoin("profiles as student", "student.id", "voucher.student_id")
    .leftJoin("partner_lms_enrollments as known", "known.id", "voucher.partner_enrollment_id")
    .select([
      "voucher.id",
      "voucher.kind",
      "voucher.status",
      "voucher.attempt",
      "voucher.expires_at",
      SINCE.as("since"),
      "course.course_name",
      "provider.provider_type",
      "provider.provider_name",
      "student.full_name",
      "student.email",
      "known.enrollment_id",
    ]);
}

type SelectedRow = Awaited<ReturnType<ReturnType<typeof selectVouchers>["execute"]>>[number];

function asVoucher(row: SelectedRow): VoucherRow {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    attempt: row.attempt,
    expiresAt: row.expires_at,
    since: row.since,
    courseName: row.course_name,
    partner: { slug: row.provider_type, name: row.provider_name },
    student: row.email === null ? null : { name: row.full_name ?? "", email: row.email },
    enrollmentId: row.enrollment_id,
  };
}

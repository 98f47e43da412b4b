/** The stock of codes: what comes in. Who takes one out is vouchers.ts. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { VoucherKind } from "#lib/db/vouchers.ts";
import type { VoucherLine } from "#lib/domain/voucher-file.ts";

/** Finds a provider's id by its slug; null when there is none. */
export async function findProviderId(tx: Tx, slug: string): Promise<string | null> {
  const row = await tx
    .selectFrom("partner_lms_providers")
    .select("id")
    .where("provider_type", "=", slug)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Which of these course codes a provider has. */
export async function findCourseCodes(
  tx: Tx,
  providerId: string,
  codes: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`
    select course_code as code from public.partner_courses
    where provider_id = ${providerId} and course_code = any(${codes}::text[])`.execute(tx);
  return new Set(rows.map(({ code }) => code));
}

/** Adds codes to the stock and returns those that were new; known ones stay as they are, used up or not. */
export async function addCodes(
  tx: Tx,
  providerId: string,
  kind: VoucherKind,
  lines: readonly VoucherLine[],
): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`
    insert into public.partner_vouchers (provider_id, kind, code, course_id, expires_at)
    select ${providerId}, ${kind}, n.code, c.id, n.expires_at
    from unnest(${lines.map(({ code }) => code)}::text[], ${lines.map(({ courseCode }) => courseCode)}::text[],
      ${lines.map(({ expiresAt }) => expiresAt)}::timestamptz[]) as n (code, course_code, expires_at)
    left join public.partner_courses c on c.provider_id = ${providerId} and c.course_code = n.course_code
    on conflict (provider_id, code) do nothing
    returning code`.execute(tx);
  return new Set(rows.map(({ code }) => code));
}

/** The steps that wait because the stock of a provider is used up. */
export async function findStepsWaitingForStock(tx: Tx, providerId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from public.partner_lms_enrollment_failures f
    join public.enrollment_steps s on s.id = f.step_id and s.status = 'enrolling'
    where f.provider_id = ${providerId} and f.reason = 'stock_empty' and f.resolved_at is null`.execute(tx);
  return rows.map(({ id }) => id);
}

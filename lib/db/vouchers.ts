/** Vouchers and promo codes: who holds which. A code is read by the worker alone and never logged. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";

export type VoucherKind = "exam_voucher" | "promo_code";

/** The enrollment a voucher is for. */
export interface VoucherHolder {
  partnerEnrollmentId: string;
  stepId: string;
  providerId: string;
  studentId: string;
  courseId: string;
}

export interface HeldVoucher {
  id: string;
  status: string;
  attempt: number;
  /** One of the two, by who keeps the vouchers. */
  externalVoucherId: string | null;
  code: string | null;
}

const HELD = ["id", "status", "attempt", "external_voucher_id as externalVoucherId", "code"] as const;

/** Finds the voucher an enrollment holds or used up for its try number `attempt`; null when there is none. */
export async function findHeldVoucher(
  db: Connection,
  partnerEnrollmentId: string,
  attempt: number,
): Promise<HeldVoucher | null> {
  const row = await db
    .selectFrom("partner_vouchers")
    .select(HELD)
    .where("partner_enrollment_id", "=", partnerEnrollmentId)
    .where("attempt", "=", attempt)
    .where("status", "in", ["reserved", "consumed"])
    .executeTakeFirst();
  return row ? { ...row, attempt } : null;
}

/** Finds the voucher put aside for a retake that is not opened yet; null when there is none. */
export async function findReservedRetakeVoucher(
  db: Connection,
  partnerEnrollmentId: string,
): Promise<HeldVoucher | null> {
  const row = await db
    .selectFrom("partner_vouchers")
    .select(HELD)
    .where("partner_enrollment_id", "=", partnerEnrollmentId)
    .where("status", "=", "reserved")
    .where("attempt", ">", 1)
    .orderBy("attempt")
    .executeTakeFirst();
  return row ? { ...row, attempt: row.attempt ?? 1 } : null;
}

/** The number of the last voucher an enrollment had, whatever became of it; at least 1. */
export async function findLastAttempt(db: Connection, partnerEnrollmentId: string): Promise<number> {
  const row = await db
    .selectFrom("partner_vouchers")
    .select((eb) => eb.fn.max("attempt").as("last"))
    .where("partner_enrollment_id", "=", partnerEnrollmentId)
    .executeTakeFirst();
  return Math.max(1, row?.last ?? 1);
}

/**
 * Hands an unused voucher of an earlier, failed enrollment of the same step on to `holder`; null when there is
 * none. So every new try of a step uses the voucher it already has.
 */
export async function inheritVoucher(
  db: Connection,
  holder: VoucherHolder,
  attempt: number,
): Promise<HeldVoucher | null> {
  const { rows } = await sql<HeldVoucher>`
    update public.partner_vouchers v
    set partner_enrollment_id = ${holder.partnerEnrollmentId}, attempt = ${attempt}, updated_at = now()
    where v.id = (
      select o.id from public.partner_vouchers o
      join public.partner_lms_enrollments e on e.id = o.partner_enrollment_id
      where e.step_id = ${holder.stepId} and e.id <> ${holder.partnerEnrollmentId} and e.status = 'failed' and o.status = 'reserved'
      order by o.attempt limit 1 for update of o)
    returning v.id, v.status, v.attempt, v.external_voucher_id as "externalVoucherId", v.code`.execute(db);
  return rows[0] ?? null;
}

/**
 * Writes down a voucher the partner put aside. False when its id is in our books already: another run wrote it,
 * or it is just being given back.
 */
export async function keepReservedVoucher(
  db: Connection,
  holder: VoucherHolder,
  voucher: { kind: VoucherKind; attempt: number; externalVoucherId: string; expiresAt: string | null },
): Promise<boolean> {
  const row = await db
    .insertInto("partner_vouchers")
    .values({
      provider_id: holder.providerId,
      course_id: holder.courseId,
      kind: voucher.kind,
      external_voucher_id: voucher.externalVoucherId,
      status: "reserved",
      partner_enrollment_id: holder.partnerEnrollmentId,
      student_id: holder.studentId,
      attempt: voucher.attempt,
      expires_at: voucher.expiresAt,
      reserved_at: sql`now()`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes one code out of the stock for `holder`, those of the course itself first, then those that run out first.
 * Null when none is left. A second run of the same try at the same time violates a constraint.
 */
export async function takeCodeFromStock(
  db: Connection,
  holder: VoucherHolder,
  voucher: { kind: VoucherKind; attempt: number },
): Promise<HeldVoucher | null> {
  const { rows } = await sql<HeldVoucher>`
    update public.partner_vouchers v
    set status = 'reserved', partner_enrollment_id = ${holder.partnerEnrollmentId}, student_id = ${holder.studentId},
      attempt = ${voucher.attempt}, reserved_at = now(), updated_at = now()
    where v.id = (
      select id from public.partner_vouchers
      where provider_id = ${holder.providerId} and kind = ${voucher.kind} and status = 'available' and code is not null
        and (course_id is null or course_id = ${holder.courseId}) and (expires_at is null or expires_at > now())
      order by course_id is null, expires_at nulls last, created_at, id
      limit 1 for update skip locked)
    returning v.id, v.status, v.attempt, v.external_voucher_id as "externalVoucherId", v.code`.execute(db);
  return rows[0] ?? null;
}

/** Marks a voucher used up; used up already stays so. */
export async function consumeVoucher(tx: Tx, voucherId: string): Promise<void> {
  await tx
    .updateTable("partner_vouchers")
    .set({ status: "consumed", consumed_at: sql`now()`, updated_at: sql`now()` })
    .where("id", "=", voucherId)
    .where("status", "=", "reserved")
    .execute();
}

/** Takes back that an enrollment used its voucher up: the partner turned out not to know the enrollment. */
export async function unconsumeVoucher(tx: Tx, partnerEnrollmentId: string): Promise<void> {
  await tx
    .updateTable("partner_vouchers")
    .set({ status: "reserved", consumed_at: null, updated_at: sql`now()` })
    .where("partner_enrollment_id", "=", partnerEnrollmentId)
    .where("status", "=", "consumed")
    .where("attempt", "=", 1)
    .execute();
}

/** Sets a voucher aside that the partner refused or that ran out: nobody is given it again. */
export async function expireVoucher(tx: Tx, partnerEnrollmentId: string, attempt: number): Promise<void> {
  await tx
    .updateTable("partner_vouchers")
    .set({ status: "expired", updated_at: sql`now()` })
    .where("partner_enrollment_id", "=", partnerEnrollmentId)
    .where("attempt", "=", attempt)
    .where("status", "in", ["reserved", "consumed"])
    .execute();
}

/**
 * Decides that a reserved voucher nobody will use any more is given back: its step is over, or it hangs on an
 * enrollment that failed. Returns what the partner has to be told; null when there is nothing (more) to tell.
 * A code of a stock may have been sent to the partner, so it is not given to somebody else by itself.
 */
export async function startRelease(
  db: Connection,
  voucherId: string,
): Promise<{ externalVoucherId: string; partner: string } | null> {
  await sql`
    update public.partner_vouchers v set status = 'released', updated_at = now()
    where v.id = ${voucherId} and v.status = 'reserved' and ${isOutOfUse}`.execute(db);
  const { rows } = await sql<{ externalVoucherId: string; partner: string }>`
    select v.external_voucher_id as "externalVoucherId", p.provider_type as partner
    from public.partner_vouchers v join public.partner_lms_providers p on p.id = v.provider_id
    where v.id = ${voucherId} and v.status = 'released' and v.released_at is null and v.external_voucher_id is not null`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Decides that a reserved voucher is not needed after all; whoever looks for those tells the partner. */
export async function setFree(tx: Tx, voucherId: string): Promise<void> {
  await tx
    .updateTable("partner_vouchers")
    .set({ status: "released", updated_at: sql`now()` })
    .where("id", "=", voucherId)
    .where("status", "=", "reserved")
    .execute();
}

/** Writes down that the partner took a voucher back. */
export async function finishRelease(tx: Tx, voucherId: string): Promise<void> {
  await tx
    .updateTable("partner_vouchers")
    .set({ released_at: sql`now()`, updated_at: sql`now()` })
    .where("id", "=", voucherId)
    .where("status", "=", "released")
    .execute();
}

/** Finds up to `limit` vouchers out of use, or whose release the partner was not told yet and nobody was told of. */
export async function findVouchersToRelease(
  tx: Tx,
  limit: number,
): Promise<{ id: string; partner: string }[]> {
  const { rows } = await sql<{ id: string; partner: string }>`
    select v.id, p.provider_type as partner
    from public.partner_vouchers v join public.partner_lms_providers p on p.id = v.provider_id
    where (v.status = 'reserved' and ${isOutOfUse})
      or (v.status = 'released' and v.released_at is null and v.external_voucher_id is not null
        and not exists (select from public.partner_lms_enrollment_failures f where f.subject = 'voucher:' || v.id and f.resolved_at is null))
    limit ${limit}`.execute(tx);
  return rows;
}

/**
 * The row `v` serves nobody: its step or enrollment is over, or was given up. A step that is tried again reserves a
 * new one then; a code of a stock stays with its step, because it may be spent.
 */
const isOutOfUse = sql<boolean>`exists (
  select from public.partner_lms_enrollments e
  join public.enrollment_steps s on s.id = e.step_id
  join public.enrollments n on n.id = e.enrollment_id
  where e.id = v.partner_enrollment_id
    and (s.status in ('completed', 'skipped', 'canceled') or n.status in ('completed', 'canceled') or e.status in ('completed', 'canceled')
      or (e.status = 'failed' and s.status = 'failed' and v.external_voucher_id is not null)))`;

import type { Tx } from "#lib/db/client.ts";

/** A voucher of one step. Never its code, nor the partner's number for it: both are worth money. */
export interface StepVoucher {
  id: string;
  stepId: string;
  /** `exam_voucher` or `promo_code`. */
  kind: string;
  status: string;
  /** 1 for the first exam or the enrollment itself; higher for retakes. */
  attempt: number | null;
  expiresAt: Date | null;
  reservedAt: Date | null;
  consumedAt: Date | null;
}

/** Reads the vouchers that were taken for an enrollment's steps, in the order of their attempts. One query. */
export async function readStepVouchers(tx: Tx, enrollmentId: string): Promise<StepVoucher[]> {
  const rows = await tx
    .selectFrom("partner_vouchers as voucher")
    .innerJoin("partner_lms_enrollments as known", "known.id", "voucher.partner_enrollment_id")
    .where("known.enrollment_id", "=", enrollmentId)
    .orderBy("voucher.attempt")
    .orderBy("voucher.created_at")
    .select([
      "voucher.id",
      "known.step_id as stepId",
      "voucher.kind",
      "voucher.status",
      "voucher.attempt",
      "voucher.expires_at as expiresAt",
      "voucher.reserved_at as reservedAt",
      "voucher.consumed_at as consumedAt",
    ])
    .execute();
  return rows.flatMap(({ stepId, ...row }) => (stepId === null ? [] : [{ ...row, stepId }]));
}

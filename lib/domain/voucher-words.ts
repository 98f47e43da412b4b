/** Vouchers in the words shown to whoever runs the school. Codes are never shown to anybody. */
import type { Tone } from "#lib/domain/order-status.ts";

const KINDS: Record<string, string> = { exam_voucher: "Exam voucher", promo_code: "Promo code" };

export const VOUCHER_STATUSES = ["available", "reserved", "consumed", "expired", "released"] as const;

export type VoucherStatus = (typeof VOUCHER_STATUSES)[number];

const STATUSES: Record<VoucherStatus, { label: string; tone: Tone }> = {
  available: { label: "Available", tone: "good" },
  reserved: { label: "Put aside", tone: "waiting" },
  consumed: { label: "Used", tone: "quiet" },
  expired: { label: "Ran out", tone: "bad" },
  released: { label: "Given back", tone: "quiet" },
};

/** Names what kind of voucher it is. */
export function voucherKind(code: string): string {
  return Object.hasOwn(KINDS, code) ? KINDS[code]! : code.replaceAll("_", " ");
}

/** Finds label and tone of `partner_vouchers.status`. A state this version does not know is told as it is written. */
export function voucherWords(status: string): { label: string; tone: Tone } {
  return Object.hasOwn(STATUSES, status)
    ? STATUSES[status as VoucherStatus]
    : { label: status, tone: "quiet" };
}

/** Open failures in words for whoever runs the school. Unknown codes are spelled out. */

const REASONS: Record<string, string> = {
  partner_unavailable: "The partner does not answer",
  partner_rejected: "The partner refused",
  partner_needs_action: "Somebody has to act at the partner",
  partner_misconfigured: "Our access to the partner is wrong",
  partner_id_taken: "The partner gave one id to two students",
  provider_inactive: "The partner is switched off",
  stock_empty: "No promo code is left",
  retakes_used_up: "Exam failed, no retake left",
  voucher_expired: "The exam voucher ran out",
  deadline_passed: "The time for the course is over",
  certificate_missing: "The partner sent no certificate",
  certificate_unconfirmed: "The partner does not confirm its certificate",
  requirement_date_missing: "The partner names no day for a service",
  already_enrolled: "Paid twice for one program",
  program_not_ready: "The program has no path to enroll in",
  payment_mismatch: "The payment differs from the order",
  unknown_checkout: "A payment without an order",
  unreadable_event: "An event could not be read",
  unplaceable_event: "An event fits no enrollment",
  seat_lost: "Paid for a date that was full",
  date_canceled: "The date somebody booked was canceled",
  name_missing: "The student has no name for a certificate",
  name_unconfirmed: "The student has not confirmed their name",
  deletion_blocked: "Somebody to be deleted is in training",
  internal_error: "An error in Baton itself",
  refund_failed: "A refund could not be made",
  dead_job: "A job gave up",
};

const OWNERS: Record<string, string> = {
  us: "Operators of Baton",
  partner: "The partner",
  student: "The student",
  admin: "The school",
};

/** Names the reason of an open failure. */
export function failureReason(code: string): string {
  const words = code.replaceAll("_", " ");
  return REASONS[code] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** Names who has to act, from `partner_lms_enrollment_failures.owner`. */
export function failureOwner(code: string): string {
  return OWNERS[code] ?? code;
}

/** What follows when an exam was not passed, or its voucher ran out. */

/** Rules of one partner, from its descriptor. */
export interface RetakeRules {
  /** Retakes that are opened without asking anybody. */
  retakesIncluded: number;
  /** `partner_courses.kind` of the courses whose exam uses up a voucher. */
  voucherFor: readonly string[];
}

/** `at_once`: nothing is needed. `arranged`: a new voucher is on its way. `used_up`: somebody at the school decides. */
export type RetakeOutlook = "at_once" | "arranged" | "used_up";

/**
 * Tells what follows for a course of this kind. `vouchers.taken` counts those of the enrollment so far, `reserved`
 * says that one of them is put aside and not used yet, `granted` counts retakes the school allowed beyond the rules.
 */
export function retakeOutlook(
  courseKind: string,
  vouchers: { taken: number; reserved: boolean; granted?: number },
  rules: RetakeRules | undefined,
): RetakeOutlook {
  if (!rules?.voucherFor.includes(courseKind)) return "at_once";
  const retakesTaken = Math.max(vouchers.taken - 1, 0);
  const allowed = rules.retakesIncluded + (vouchers.granted ?? 0);
  return vouchers.reserved || retakesTaken < allowed ? "arranged" : "used_up";
}

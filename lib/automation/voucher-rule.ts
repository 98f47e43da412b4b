import { needsVoucher, type PartnerCourseRef, type PartnerDescriptor } from "#lib/partners/base.ts";

export type VoucherRule = NonNullable<PartnerDescriptor["voucher"]>;

/** What enrolling in a course uses up at its partner; null where that is nothing. */
export function voucherRuleOf(
  descriptors: readonly PartnerDescriptor[],
  partner: string,
  course: PartnerCourseRef,
): VoucherRule | null {
  const descriptor = descriptors.find(({ slug }) => slug === partner);
  return descriptor && needsVoucher(descriptor, course) ? descriptor.voucher : null;
}

import type { RetakeRules } from "#lib/domain/retake-outlook.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";

/** Returns what pages need to know to speak of retakes, by partner. The same on every call. */
export function partnerRules(): Readonly<Record<string, RetakeRules>> {
  return RULES;
}

const RULES = Object.fromEntries(
  partnerDescriptors.map(({ slug, voucher, retakesIncluded }) => [
    slug,
    { retakesIncluded, voucherFor: voucher?.kind === "exam_voucher" ? voucher.courseKinds : [] },
  ]),
);

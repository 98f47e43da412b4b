import type { Env } from "#lib/config.ts";
import { configuredPartners, findPartnerDescriptor } from "#lib/partners/index.ts";

/** How one partner is set up in this process. */
export interface PartnerSetup {
  slug: string;
  /** Variables it still lacks; empty when it can be used. */
  missing: string[];
  /** Hours without progress after which a student there counts as stuck. */
  stuckAfterHours: number;
  requestsPerSecond: number;
  /** True where the school holds codes that enrollments use up. */
  hasStock: boolean;
}

/** Says of every partner that has a connector how it is set up here. */
export function partnerSetups(env: Env = process.env): PartnerSetup[] {
  return configuredPartners(env).map(({ slug, missing, requestsPerSecond }) => {
    const descriptor = findPartnerDescriptor(slug)!;
    const { stuckAfterHours, voucher } = descriptor;
    return { slug, missing, stuckAfterHours, requestsPerSecond, hasStock: voucher?.keptBy === "stock" };
  });
}

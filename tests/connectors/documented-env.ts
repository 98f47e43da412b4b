import { partnerVariable } from "#lib/domain/partner-variable.ts";
import type { PartnerDescriptor } from "#lib/partners/base.ts";

/** The secret of the examples in docs/webhooks.md; usable under both schemes. */
export const DOCUMENTED_SECRET = "whsec_YSBkb2N1bWVudGVkIGV4YW1wbGUsIG5vIHNlY3JldA==";

/** Variables with which a connector can be opened without anybody behind it. */
export function documentedEnv({ slug, requiredEnv }: PartnerDescriptor): Record<string, string> {
  return {
    ...Object.fromEntries(requiredEnv.map((name) => [name, "documented"])),
    [partnerVariable(slug, "API_BASE_URL")]: `https://${slug}.example`,
    [partnerVariable(slug, "WEBHOOK_SECRET")]: DOCUMENTED_SECRET,
  };
}

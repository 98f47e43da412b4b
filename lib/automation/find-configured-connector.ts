import type { Env } from "#lib/config.ts";
import type { PartnerConnector } from "#lib/partners/base.ts";
import { configuredPartners, getPartnerClient } from "#lib/partners/index.ts";

/** Null for a partner that is unknown, or lacks a variable: it has no door. */
export function findConfiguredConnector(slug: string, env: Env = process.env): PartnerConnector | null {
  const partner = configuredPartners(env).find((one) => one.slug === slug);
  return partner?.missing.length === 0 ? getPartnerClient(slug, env) : null;
}

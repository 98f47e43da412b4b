import { ConfigError, type Env } from "#lib/config.ts";
import type { Connection } from "#lib/db/client.ts";
import { OWN_PROVIDER } from "#lib/domain/lesson.ts";
import { configuredPartners } from "#lib/partners/index.ts";

/**
 * Refuses to work while a partner is sold that cannot be reached: students would pay and wait. Throws ConfigError
 * naming each active provider without a connector or with variables missing.
 */
export async function requirePartners(db: Connection, env: Env): Promise<void> {
  const setups = new Map(configuredPartners(env).map(({ slug, missing }) => [slug, missing]));
  const active = await db
    .selectFrom("partner_lms_providers")
    .select("provider_type")
    .where("active", "=", true)
    .where("provider_type", "<>", OWN_PROVIDER)
    .orderBy("provider_type")
    .execute();
  const problems = active.flatMap(({ provider_type: slug }) => {
    const missing = setups.get(slug);
    if (missing === undefined) return [`the provider "${slug}" is active and has no connector`];
    return missing.length > 0
      ? [
          `the provider "${slug}" is active and ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} not set`,
        ]
      : [];
  });
  if (problems.length > 0)
    throw new ConfigError(`${problems.join("; ")} (docs/operations.md says what to do)`);
}

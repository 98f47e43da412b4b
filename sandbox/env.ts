/** The variables that point Baton at the sandbox, so that everything runs without a credential of anybody. */
import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { partnerVariable } from "#lib/domain/partner-variable.ts";
import { playedPartners } from "#sandbox/partners/index.ts";

/** Not a secret: the sandbox takes any `sk_test_` key. */
const STRIPE_KEY = "sk_test_baton_sandbox_0000000000000000";

/**
 * Returns `STRIPE_…` and `<PARTNER>_…` for a sandbox at `baseUrl`. Webhook secrets are made once and kept in
 * `data` (the sandbox's SQLite file, or its open database), so that asking again gives the same ones.
 */
export function sandboxEnv(baseUrl: string, data: string | DatabaseSync): Record<string, string> {
  if (typeof data !== "string") return variables(baseUrl, data);
  const db = new DatabaseSync(data);
  try {
    db.exec("pragma busy_timeout = 5000");
    return variables(baseUrl, db);
  } finally {
    db.close();
  }
}

function variables(baseUrl: string, db: DatabaseSync): Record<string, string> {
  const env: Record<string, string> = {
    STRIPE_SECRET_KEY: STRIPE_KEY,
    STRIPE_API_BASE_URL: baseUrl,
    STRIPE_WEBHOOK_SECRET: keptSecret(db, "STRIPE_WEBHOOK_SECRET"),
  };
  for (const partner of playedPartners) {
    const named = (suffix: string) => partnerVariable(partner.slug, suffix);
    env[named("API_BASE_URL")] = `${baseUrl}/${partner.slug}`;
    for (const [suffix, value] of Object.entries(partner.variables)) env[named(suffix)] = value;
    const isPlain = partner.webhookScheme === "hmac-hex";
    env[named("WEBHOOK_SECRET")] = keptSecret(db, named("WEBHOOK_SECRET"), isPlain ? "hex" : "whsec");
  }
  return env;
}

function keptSecret(db: DatabaseSync, name: string, form: "hex" | "whsec" = "whsec"): string {
  db.exec("create table if not exists sandbox_secrets (name text primary key, value text not null)");
  const bytes = randomBytes(24);
  const fresh = form === "hex" ? bytes.toString("hex") : `whsec_${bytes.toString("base64")}`;
  db.prepare("insert or ignore into sandbox_secrets values (?, ?)").run(name, fresh);
  const row = db.prepare("select value from sandbox_secrets where name = ?").get(name);
  return String(row?.["value"]);
}

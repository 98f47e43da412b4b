/** The variables with which Baton talks to the sandbox instead of the world. */
import { createHmac, randomBytes } from "node:crypto";
import path from "node:path";
import { keepSecret } from "#lib/db/secret-file.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";

type Variables = Record<string, string>;

/**
 * Keys and secrets that both sides share, derived from one secret made once and kept in `dir`: the sandbox and
 * Baton may be started apart, and a partner added later has its own at once.
 */
export function sandboxSecrets(dir: string): Variables {
  const root = keepSecret(path.join(dir, "sandbox-secret"), () => randomBytes(32).toString("hex"));
  const derive = (name: string) => createHmac("sha256", root).update(name).digest();
  const variables: Variables = {
    STRIPE_SECRET_KEY: `sk_test_${derive("STRIPE_SECRET_KEY").toString("hex")}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${derive("STRIPE_WEBHOOK_SECRET").toString("hex")}`,
  };
  for (const name of partnerDescriptors.flatMap(({ requiredEnv }) => requiredEnv)) {
    if (name.endsWith("_API_BASE_URL")) continue;
    variables[name] = name.endsWith("_WEBHOOK_SECRET")
      ? `whsec_${derive(name).toString("base64")}`
      : `sandbox-${derive(name).toString("hex").slice(0, 24)}`;
  }
  return variables;
}

/** Addresses of Stripe and of every partner inside the sandbox at `sandboxUrl`. */
export function sandboxAddresses(sandboxUrl: string): Variables {
  const partners = partnerDescriptors.map(({ slug }) => [
    `${slug.toUpperCase()}_API_BASE_URL`,
    `${sandboxUrl}/${slug}`,
  ]);
  return { STRIPE_API_BASE_URL: sandboxUrl, ...Object.fromEntries(partners) };
}

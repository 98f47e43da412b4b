/** Reads a partner's own environment variables, `<SLUG>_…`, as its descriptor names them. */
import { ConfigError, type Env } from "#lib/config.ts";
import { partnerVariable } from "#lib/domain/partner-variable.ts";
import type { PartnerDescriptor } from "#lib/partners/base.ts";
import { isSafeTransport } from "#lib/partners/launch-url.ts";

const MIN_WEBHOOK_SECRET_BYTES = 16;
/** Requests per second: one in ten seconds, and more than one partner would ever allow. */
const [LEAST_RATE, MOST_RATE] = [0.1, 10_000];
/** What a secret of a scheme looks like, and how it is told to whoever wrote another one. */
const WEBHOOK_SECRETS: Record<
  PartnerDescriptor["webhookScheme"],
  { isUsable: (secret: string) => boolean; must: string }
> = {
  standard: {
    isUsable: isStandardSecret,
    must: `whsec_ and base64 of ${MIN_WEBHOOK_SECRET_BYTES} bytes at least`,
  },
  "hmac-hex": {
    isUsable: (secret) => secret.length >= MIN_WEBHOOK_SECRET_BYTES && /^[\x21-\x7e]+$/.test(secret),
    must: `${MIN_WEBHOOK_SECRET_BYTES} characters at least, without blanks`,
  },
};
/** Suffixes every partner shares; the one that is left names our organisation there. */
const SHARED_SUFFIXES = ["API_BASE_URL", "API_KEY", "API_SECRET", "WEBHOOK_SECRET"];

/** Everything a connector needs to reach its partner. Secret: never logged. */
export interface PartnerSettings {
  slug: string;
  /** Without a trailing slash. */
  baseUrl: string;
  apiKey: string;
  /** Empty when the partner has none. */
  apiSecret: string;
  /** Our organisation, group or school at the partner; empty when there is none. */
  orgId: string;
  /** Newest first; several while they rotate. */
  webhookSecrets: readonly string[];
  /** Host of the API and every other host a launch may go to. */
  launchHosts: readonly string[];
  /** What the partner allows over all processes. */
  requestsPerSecond: number;
}

/** The variables of this partner that are not set. */
export function missingVariables(descriptor: PartnerDescriptor, env: Env): string[] {
  return descriptor.requiredEnv.filter((name) => !env[name]?.trim());
}

/**
 * Reads the settings of one partner. Throws ConfigError naming every variable that is missing or wrong.
 * `<SLUG>_LAUNCH_HOSTS` (comma list) is optional and adds hosts to the descriptor's; `<SLUG>_REQUESTS_PER_SECOND` takes
 * the place of the descriptor's rate once the partner has said what it allows.
 */
export function readPartnerSettings(descriptor: PartnerDescriptor, env: Env): PartnerSettings {
  const missing = missingVariables(descriptor, env);
  if (missing.length > 0) throw new ConfigError(missing.map((name) => `${name} is not set`).join("; "));
  const prefix = partnerVariable(descriptor.slug, "");
  const read = (suffix: string) => env[prefix + suffix]?.trim() ?? "";
  const base = readBaseUrl(prefix, read("API_BASE_URL"));
  return {
    slug: descriptor.slug,
    baseUrl: base.href.replace(/\/+$/, ""),
    apiKey: read("API_KEY"),
    apiSecret: read("API_SECRET"),
    orgId: env[orgVariable(descriptor, prefix) ?? ""]?.trim() ?? "",
    webhookSecrets: readSecrets(descriptor.webhookScheme, `${prefix}WEBHOOK_SECRET`, read("WEBHOOK_SECRET")),
    launchHosts: [base.host, ...descriptor.launchHosts, ...list(read("LAUNCH_HOSTS"))],
    requestsPerSecond: requestsPerSecondOf(descriptor, env),
  };
}

/** The rate a partner is asked at: the variable's where it is set, else the descriptor's. Throws ConfigError on a wrong one. */
export function requestsPerSecondOf(descriptor: PartnerDescriptor, env: Env): number {
  const name = partnerVariable(descriptor.slug, "REQUESTS_PER_SECOND");
  const text = env[name]?.trim();
  if (!text) return descriptor.requestsPerSecond;
  const rate = Number(text);
  if (rate >= LEAST_RATE && rate <= MOST_RATE) return rate;
  throw new ConfigError(`${name} is wrong: must be a number from ${LEAST_RATE} to ${MOST_RATE}`);
}

function orgVariable(descriptor: PartnerDescriptor, prefix: string): string | undefined {
  return descriptor.requiredEnv.find((name) => !SHARED_SUFFIXES.includes(name.slice(prefix.length)));
}

function readBaseUrl(prefix: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && `${url.search}${url.hash}${url.username}${url.password}` === "";
  if (url !== null && plain && isSafeTransport(url)) return url;
  throw new ConfigError(
    `${prefix}API_BASE_URL is wrong: must be an https address without query (http only on this machine)`,
  );
}

function readSecrets(scheme: PartnerDescriptor["webhookScheme"], name: string, text: string): string[] {
  const secrets = list(text);
  const { isUsable, must } = WEBHOOK_SECRETS[scheme];
  if (secrets.length > 0 && secrets.every(isUsable)) return secrets;
  throw new ConfigError(`${name} is wrong: must be ${must}, several separated by commas`);
}

function isStandardSecret(secret: string): boolean {
  const base64 = secret.replace(/^whsec_/, "");
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0;
  return isBase64 && Buffer.from(base64, "base64").length >= MIN_WEBHOOK_SECRET_BYTES;
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

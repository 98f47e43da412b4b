/** What `start` will bring up, decided and checked before anything runs. */
import net from "node:net";
import { CliError } from "#cli/command.ts";
import { portTaken } from "#cli/failure.ts";
import { ConfigError, loadConfig } from "#lib/config.ts";
import type { Config, Env } from "#lib/config.ts";
import { configuredPartners, findPartnerDescriptor } from "#lib/partners/index.ts";

export interface StartPlan {
  /** Address people open, without a trailing slash. */
  appUrl: string;
  host: string;
  port: number;
  /** Where uploaded course packages are served from; null when the operator gave Baton an address but none for them. */
  content: { url: string; port: number } | null;
  /** Null when Stripe and the partners are real. */
  sandbox: { port: number } | null;
}

const STRIPE = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"] as const;
/** Stands for values that `start` makes itself, while the rest is checked. */
const MADE_LATER = "x".repeat(32);

/**
 * Reads what the operator set. Without any Stripe variable the sandbox plays Stripe and the partners.
 * Throws ConfigError for a wrong or half-made setting, CliError for a taken port; nothing has been started then.
 */
export async function planStart(env: Env): Promise<StartPlan> {
  const withSandbox = STRIPE.every((name) => !env[name]) && !env["STRIPE_API_BASE_URL"];
  if (!withSandbox) refuseHalfConfiguredStripe(env);
  refuseHalfConfiguredPartners(env);
  const config = loadConfig({
    ...env,
    APP_URL: env["APP_URL"] || "http://127.0.0.1",
    AUTH_SECRET: env["AUTH_SECRET"] || MADE_LATER,
    STRIPE_SECRET_KEY: env["STRIPE_SECRET_KEY"] || MADE_LATER,
    STRIPE_WEBHOOK_SECRET: env["STRIPE_WEBHOOK_SECRET"] || MADE_LATER,
  });
  const { HOST: host, PORT: wanted } = config;
  const port = await claimPort(host, wanted, "PORT");
  const shownHost = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    host,
    port,
    appUrl: env["APP_URL"] || `http://${shownHost}:${port}`,
    content: await planContent(config, env["APP_URL"] ? null : shownHost, port),
    sandbox: withSandbox
      ? { port: await claimPort("127.0.0.1", sandboxPort(env, wanted), "SANDBOX_PORT") }
      : null,
  };
}

/**
 * Packages need a host of their own. On this machine that is its other name: the port alone would share cookies.
 * `shownHost` is null when the operator named an address.
 */
async function planContent(
  { HOST, CONTENT_URL, CONTENT_PORT, PORT }: Config,
  shownHost: string | null,
  port: number,
): Promise<StartPlan["content"]> {
  if (shownHost === null && !CONTENT_URL) return null;
  const own =
    CONTENT_PORT === undefined
      ? await claimPort(HOST, PORT === 0 ? 0 : port + 3, "CONTENT_PORT").catch(() =>
          claimPort(HOST, 0, "CONTENT_PORT"),
        )
      : await claimPort(HOST, CONTENT_PORT, "CONTENT_PORT");
  const otherName = shownHost === "localhost" ? "127.0.0.1" : "localhost";
  return { url: CONTENT_URL ?? `http://${otherName}:${own}`, port: own };
}

/** Beside Baton's own port; any free one when that is free to choose too. */
function sandboxPort(env: Env, port: number): number {
  const text = env["SANDBOX_PORT"];
  if (!text) return port === 0 ? 0 : port + 1;
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new ConfigError("SANDBOX_PORT is wrong: must be a number between 0 and 65535");
}

function refuseHalfConfiguredStripe(env: Env): void {
  const missing = STRIPE.filter((name) => !env[name]);
  if (missing.length > 0)
    throw new ConfigError(
      `Stripe is half configured: ${missing.join(" and ")} is not set; set ${STRIPE.join(" and ")}, or neither to use the sandbox`,
    );
}

/** A partner has all its variables or none: one that has some was meant to work. */
function refuseHalfConfiguredPartners(env: Env): void {
  for (const { slug, missing } of configuredPartners(env)) {
    const all = findPartnerDescriptor(slug)?.requiredEnv.length ?? 0;
    if (missing.length > 0 && missing.length < all)
      throw new ConfigError(`${slug} is half configured: ${missing.join(" and ")} is not set`);
  }
}

/** Makes sure nobody listens there; 0 becomes a free port. */
function claimPort(host: string, port: number, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new CliError(portTaken(port, variable)) : error),
    );
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}

/**
 * Everything outside the process is an environment variable, read and checked here once at start.
 * Partners' own variables are read by lib/partners/config.ts from the same record.
 */
import { z } from "zod";
import { readTimeZone } from "#lib/domain/time-zone.ts";

/** An environment variable that is missing or wrong; the message names it and says what it must be. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export type Env = Readonly<Record<string, string | undefined>>;

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, "must start with postgres://");
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);
const timeZone = z
  .string()
  .refine((name) => readTimeZone(name) !== null, "must be a time zone such as America/Chicago");
const flag = z.enum(["0", "1", "true", "false"]).transform((text) => text === "1" || text === "true");

const schema = z.object({
  /** Public address of Baton, without a trailing slash. */
  APP_URL: httpUrl,
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Where a worker shows health and figures; without it a worker opens no port. */
  WORKER_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  HOST: z.string().min(1).default("127.0.0.1"),
  /** Owner of the schema; used by migrate and seed only. */
  DATABASE_URL: postgresUrl.optional(),
  /** Role baton_web; defaults to DATABASE_URL. */
  WEB_DATABASE_URL: postgresUrl.optional(),
  /** Role baton_worker; defaults to DATABASE_URL. */
  WORKER_DATABASE_URL: postgresUrl.optional(),
  /** Replica for pages; defaults to WEB_DATABASE_URL. */
  READ_DATABASE_URL: postgresUrl.optional(),
  /** Signs sessions and one-time links; at least 32 characters. */
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  /** Issuer address of Supabase Auth, e.g. https://ref.supabase.co/auth/v1; its tokens are accepted when set. */
  SUPABASE_AUTH_URL: httpUrl.optional(),
  STRIPE_SECRET_KEY: z.string().min(8),
  /** Comma list, newest first, so that secrets can rotate. */
  STRIPE_WEBHOOK_SECRET: list.refine((secrets) => secrets.length > 0, "must name at least one secret"),
  /** Only for a stand-in such as the sandbox. */
  STRIPE_API_BASE_URL: httpUrl.optional(),
  /** The school as mails, pages and certificates call it. */
  SCHOOL_NAME: z.string().min(1).max(120).default("Baton Academy"),
  /** Origin that uploaded course packages are served from: another host than APP_URL's, so that no cookie of Baton gets there. */
  CONTENT_URL: httpUrl.optional(),
  /** Where this process serves them, on HOST. */
  CONTENT_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  /** Where the school answers its students' questions. */
  SUPPORT_EMAIL: z.email().optional(),
  /** For people whose own zone is not known. */
  SCHOOL_TIME_ZONE: timeZone.default("UTC"),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must start with smtp:// or smtps://")
    .optional(),
  MAIL_FROM: z.string().min(3).default("Baton <no-reply@baton.example>"),
  SLACK_WEBHOOK_URL: httpUrl.optional(),
  SENTRY_DSN: httpUrl.optional(),
  /** Bearer token for /metrics from other machines; loopback needs none. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Take the client's address from X-Forwarded-For: only behind a proxy that sets it. */
  TRUST_PROXY: flag.default(false),
});

const checkedSchema = schema.refine(
  ({ APP_URL, CONTENT_URL }) => !CONTENT_URL || new URL(CONTENT_URL).hostname !== new URL(APP_URL).hostname,
  {
    path: ["CONTENT_URL"],
    message: "must have another host than APP_URL: packages may not share its cookies",
  },
);

export type Config = z.output<typeof schema>;

/** Variables that may be left empty in `.env` files: an empty text counts as not set. */
function withoutEmpty(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
}

/**
 * Reads and checks the configuration. Throws ConfigError naming every wrong variable, values left out.
 * Reading again gives the same result.
 */
export function loadConfig(env: Env = process.env): Config {
  const parsed = checkedSchema.safeParse(withoutEmpty(env));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? "environment");
    return env[name] ? `${name} is wrong: ${issue.message}` : `${name} is not set`;
  });
  throw new ConfigError(problems.join("; "));
}

/** The database address of one part of Baton: its own variable, else DATABASE_URL. Throws ConfigError when neither is set. */
export function databaseUrl(config: Config, part: "owner" | "web" | "worker" | "read"): string {
  const own = {
    owner: config.DATABASE_URL,
    web: config.WEB_DATABASE_URL,
    worker: config.WORKER_DATABASE_URL,
    read: config.READ_DATABASE_URL ?? config.WEB_DATABASE_URL,
  }[part];
  const url = own ?? config.DATABASE_URL;
  if (!url) throw new ConfigError("DATABASE_URL is not set");
  return url;
}

/** Sign-in with e-mail and password, a one-time link or a passkey. Tables in schema identity, made by the migrations. */
import { betterAuth } from "better-auth";
import { magicLink } from "better-auth/plugins/magic-link";
import { databaseUrl, loadConfig, type Config } from "#lib/config.ts";
import { openPool } from "#lib/db/pool.ts";
import { webDatabase } from "#lib/db/web.ts";
import type { Database } from "#lib/db/client.ts";
import { languageOfBrowser } from "#lib/domain/preference-cookies.ts";
import { checkAccountData } from "#lib/identity/account-data.ts";
import { blameTheDevice, passkeys } from "#lib/identity/passkeys.ts";
import { languageFor } from "#lib/identity/reader-language.ts";
import { queueSignInMail, type SignInMail } from "#lib/identity/sign-in-mail.ts";
import { logError } from "#lib/logger.ts";

export const AUTH_PATH = "/api/auth";
/** Where a browser goes whose one-time link does not work. */
const LINK_FAILED_PATH = "/sign-in?problem=link";
const SESSION_SECONDS = 7 * 24 * 3600;
const FRESH_SECONDS = 24 * 3600;
const LINK_MINUTES = 15;
const VERIFY_MINUTES = 24 * 60;
const IDENTITY_POOL = { max: 5, name: "baton-sign-in", settings: "-c search_path=identity" };

export type Auth = ReturnType<typeof createAuth>;

/** The library would answer these. Baton knows no accounts elsewhere, and here no address changes and no account goes. */
const NOT_OFFERED = [
  "/account-info",
  "/change-email",
  "/delete-user",
  "/delete-user/callback",
  "/get-access-token",
  "/link-social",
  "/list-accounts",
  "/refresh-token",
  "/sign-in/social",
  "/unlink-account",
  "/update-session",
  "/verify-password",
];

const KEY = Symbol.for("baton.web.auth");
type Holder = { [KEY]?: Auth };

/** The sign-in of this process, built on first use from the environment; every call gives the same one. */
export function auth(): Auth {
  const holder = globalThis as Holder;
  return (holder[KEY] ??= createAuth(loadConfig(), webDatabase()));
}

/** Builds a sign-in. `db` is connected as baton_web and takes the mail; sign-in keeps connections of its own. */
export function createAuth(config: Config, db: Database) {
  const send = (mail: SignInMail) => queueSignInMail(db, config.APP_URL, mail);
  const library = betterAuth({
    appName: "Baton",
    baseURL: config.APP_URL,
    basePath: AUTH_PATH,
    secret: config.AUTH_SECRET,
    disabledPaths: NOT_OFFERED,
    trustedOrigins: [config.APP_URL],
    database: openPool(databaseUrl(config, "web"), IDENTITY_POOL),
    telemetry: { enabled: false },
    // Its messages carry e-mail addresses; what goes wrong is logged by class below.
    logger: { disabled: true },
    onAPIError: {
      errorURL: `${config.APP_URL}${LINK_FAILED_PATH}`,
      onError: (error) => {
        if (!isRefusal(error)) logError("[SignIn]", error);
      },
    },
    hooks: { before: checkAccountData },
    session: {
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      // A passkey is added by whoever signed in lately: a forgotten open browser must not give away the account.
      freshAge: FRESH_SECONDS,
      additionalFields: { lastSeenAt: { type: "date", required: false, input: false } },
    },
    account: { accountLinking: { enabled: false } },
    user: { additionalFields: { locale: { type: "string", required: false, input: false } } },
    databaseHooks: {
      user: {
        create: {
          before: async (user, context) => ({
            data: { ...user, locale: languageOfBrowser(headersOf(context)) },
          }),
        },
      },
    },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: LINK_MINUTES * 60,
      sendResetPassword: async ({ user, url, token }, request) =>
        send({
          template: "reset-password",
          to: user.email,
          url,
          token,
          minutes: LINK_MINUTES,
          language: await languageFor(db, user.id, headersOf(request)),
        }),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      expiresIn: VERIFY_MINUTES * 60,
      sendVerificationEmail: async ({ user, url, token }, request) =>
        send({
          template: "verify-email",
          to: user.email,
          url,
          token,
          minutes: VERIFY_MINUTES,
          language: await languageFor(db, user.id, headersOf(request)),
        }),
    },
    plugins: [
      passkeys(config.APP_URL),
      magicLink({
        expiresIn: LINK_MINUTES * 60,
        storeToken: "hashed",
        // An account needs the name that certificates carry: it is made on the sign-up page only.
        disableSignUp: true,
        sendMagicLink: async ({ email, url, token }, context) => {
          const found = await context?.context.internalAdapter.findUserByEmail(email);
          if (!found) return; // the page says the same either way
          const language = await languageFor(db, found.user.id, headersOf(context));
          await send({ template: "magic-link", to: email, url, token, minutes: LINK_MINUTES, language });
        },
      }),
    ],
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 300,
      // Per address and minute. A classroom shares one address: these bound guessing, not a lesson's start.
      customRules: {
        "/sign-in/email": { window: 60, max: 40 },
        "/sign-up/email": { window: 60, max: 40 },
        "/sign-in/magic-link": { window: 60, max: 20 },
        "/request-password-reset": { window: 60, max: 20 },
        "/send-verification-email": { window: 60, max: 20 },
        "/passkey/generate-authenticate-options": { window: 60, max: 40 },
        "/passkey/verify-authentication": { window: 60, max: 40 },
      },
    },
    advanced: {
      cookiePrefix: "baton",
      // Stated because the library would switch both off under a test runner.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      useSecureCookies: config.APP_URL.startsWith("https://"),
      // The front leaves exactly one address in this header: the proxy's word with TRUST_PROXY, else the connection's.
      ipAddress: { ipAddressHeaders: ["x-forwarded-for"] },
      database: { generateId: "uuid" },
    },
  });
  return {
    ...library,
    handler: async (request: Request) => blameTheDevice(await library.handler(request)),
  };
}

/** What the browser sent that asks; nothing where nobody did. */
function headersOf(asked: { headers?: HeadersInit | undefined } | null | undefined): Headers {
  return new Headers(asked?.headers);
}

/** Wrong password, unverified address and the like: answered to the person, nothing to look at. */
function isRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === "number" && status < 500;
}

/** A sign-in on a database of its own, and browsers to try it with. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { loadConfig } from "#lib/config.ts";
import { openDatabase, type Database } from "#lib/db/client.ts";
import { claimsOfSession, createAuth, type Auth } from "#lib/identity/index.ts";
import { parseMailData } from "#lib/mail/index.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

export const APP_URL = "http://127.0.0.1:3000";
export const PASSWORD = "correct horse battery";

/** Filled in before the file's first test; read it inside tests only. */
interface Parts {
  database: TestDatabase;
  web: Database;
  owner: pg.Client;
  signIn: Auth;
}

/** Opens a sign-in before the file's tests and closes it after them. */
export function openSignIn() {
  const stage = {} as Parts;

  beforeAll(async () => {
    stage.database = await createTestDatabase();
    stage.web = openDatabase(stage.database.webUrl);
    stage.owner = new pg.Client({ connectionString: stage.database.ownerUrl });
    await stage.owner.connect();
    stage.signIn = createAuth(configWith({}), stage.web);
  });

  afterAll(async () => {
    await stage.owner.end();
    await stage.web.close();
    await stage.database.drop();
  });

  function configWith(extra: Record<string, string>) {
    return loadConfig({
      APP_URL,
      WEB_DATABASE_URL: stage.database.webUrl,
      AUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
      STRIPE_SECRET_KEY: "sk_test_nothing",
      STRIPE_WEBHOOK_SECRET: "whsec_nothing",
      ...extra,
    });
  }

  /** A browser: it keeps cookies and comes from one address. */
  function browser(auth: Auth = stage.signIn, address = "192.0.2.1") {
    const cookies = new Map<string, string>();
    const headers = (extra: Record<string, string> = {}) =>
      new Headers({
        origin: APP_URL,
        "x-forwarded-for": address,
        ...(cookies.size
          ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }
          : {}),
        ...extra,
      });
    const keep = (response: Response) => {
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === "" || /max-age=0/i.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    };
    return {
      headers,
      post: async (path: string, body: object, extra: Record<string, string> = {}) =>
        keep(
          await auth.handler(
            new Request(`${APP_URL}/api/auth${path}`, {
              method: "POST",
              headers: headers({ "content-type": "application/json", ...extra }),
              body: JSON.stringify(body),
            }),
          ),
        ),
      open: async (url: string) => keep(await auth.handler(new Request(url, { headers: headers() }))),
      claims: () => claimsOfSession(auth, headers()),
    };
  }

  function newEmail(): string {
    return `student-${randomUUID()}@example.com`;
  }

  async function signUp(email: string, name = "Ada Example") {
    return browser().post("/sign-up/email", { email, name, password: PASSWORD });
  }

  /** The links mailed to this address, newest last. */
  async function mailsTo(email: string): Promise<{ template: string; url: string }[]> {
    const { rows } = await stage.owner.query<{ template: "magic-link"; data: unknown }>(
      "select template, data from public.mails where to_address = $1 order by created_at",
      [email],
    );
    return rows.map(({ template, data }) => ({ template, url: parseMailData(template, data).url }));
  }

  async function lastLinkTo(email: string): Promise<string> {
    const mails = await mailsTo(email);
    return mails.at(-1)?.url ?? "";
  }

  async function signedUpAndVerified(): Promise<string> {
    const email = newEmail();
    await signUp(email);
    await browser().open(await lastLinkTo(email));
    return email;
  }

  return { stage, configWith, browser, newEmail, signUp, mailsTo, lastLinkTo, signedUpAndVerified };
}

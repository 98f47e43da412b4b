import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDemoPeople, DEMO_PEOPLE } from "#cli/demo-people.ts";
import { loadConfig } from "#lib/config.ts";
import { asUser, openDatabase, type Database } from "#lib/db/client.ts";
import { claimsOfSession, createAuth, type Auth } from "#lib/identity/index.ts";
import { parseMailData } from "#lib/mail/index.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

const APP_URL = "http://127.0.0.1:3000";
const PASSWORD = "correct horse battery";

let database: TestDatabase;
let web: Database;
let owner: pg.Client;
let signIn: Auth;

beforeAll(async () => {
  database = await createTestDatabase();
  web = openDatabase(database.webUrl);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  signIn = createAuth(configWith({}), web);
});

afterAll(async () => {
  await owner.end();
  await web.close();
  await database.drop();
});

function configWith(extra: Record<string, string>) {
  return loadConfig({
    APP_URL,
    WEB_DATABASE_URL: database.webUrl,
    AUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
    STRIPE_SECRET_KEY: "sk_test_nothing",
    STRIPE_WEBHOOK_SECRET: "whsec_nothing",
    ...extra,
  });
}

/** A browser: it keeps cookies and comes from one address. */
function browser(auth: Auth = signIn, address = "192.0.2.1") {
  const cookies = new Map<string, string>();
  const headers = (extra: Record<string, string> = {}) =>
    new Headers({
      origin: APP_URL,
      "x-forwarded-for": address,
      ...(cookies.size ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") } : {}),
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
  const { rows } = await owner.query<{ template: "magic-link"; data: unknown }>(
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

describe("signing up", () => {
  test("mails a link, and signs nobody in before it was opened", async () => {
    const email = newEmail();
    expect((await signUp(email)).status).toBe(200);
    expect(await mailsTo(email)).toMatchObject([{ template: "verify-email" }]);
    const early = browser();
    expect((await early.post("/sign-in/email", { email, password: PASSWORD })).status).toBe(403);
    expect(await early.claims()).toBeNull();
  });

  test("ends in claims once the address is verified, and row-level security knows the person", async () => {
    const email = newEmail();
    await signUp(email, "Grace Example");
    const person = browser();
    await person.open(await lastLinkTo(email));
    const claims = await person.claims();
    expect(claims).toMatchObject({ email, role: "authenticated", aal: "aal1" });
    const profiles = await asUser(web, claims!, (tx) =>
      tx.selectFrom("profiles").select(["id", "email", "full_name"]).execute(),
    );
    expect(profiles).toEqual([{ id: claims!.sub, email, full_name: "Grace Example" }]);
  });

  test("tells nobody that an address has an account already, and changes nothing of it", async () => {
    const email = await signedUpAndVerified();
    const again = await browser().post("/sign-up/email", {
      email,
      name: "Mallory",
      password: "another password",
    });
    expect(again.status).toBe(200);
    expect((await browser().post("/sign-in/email", { email, password: "another password" })).status).toBe(
      401,
    );
    expect((await browser().post("/sign-in/email", { email, password: PASSWORD })).status).toBe(200);
  });

  test("refuses a password that is too short", async () => {
    const refused = await browser().post("/sign-up/email", {
      email: newEmail(),
      name: "A",
      password: "short",
    });
    expect(refused.status).toBe(400);
  });
});

describe("signing in", () => {
  test("works with the right password, not with another, and ends with signing out", async () => {
    const email = await signedUpAndVerified();
    const person = browser();
    expect((await person.post("/sign-in/email", { email, password: "not my password" })).status).toBe(401);
    expect(await person.claims()).toBeNull();
    expect((await person.post("/sign-in/email", { email, password: PASSWORD })).status).toBe(200);
    expect(await person.claims()).toMatchObject({ email });
    const stolen = person.headers();
    await person.post("/sign-out", {});
    expect(await claimsOfSession(signIn, stolen)).toBeNull();
  });

  test("by link works once", async () => {
    const email = await signedUpAndVerified();
    await browser().post("/sign-in/magic-link", { email, callbackURL: "/student/dashboard" });
    const link = await lastLinkTo(email);
    const person = browser();
    const opened = await person.open(link);
    expect(opened.headers.get("location")).toBe(`${APP_URL}/student/dashboard`);
    expect(await person.claims()).toMatchObject({ email });
    const other = browser();
    await other.open(link);
    expect(await other.claims()).toBeNull();
  });

  test("by link keeps no token that signs in where an admin or a backup could read it", async () => {
    const email = await signedUpAndVerified();
    await browser().post("/sign-in/magic-link", { email });
    const token = new URL(await lastLinkTo(email)).searchParams.get("token");
    const { rows } = await owner.query<{ n: number }>(
      `select (select count(*) from identity."verification" where position($1 in identifier || value) > 0)::int
        + (select count(*) from public.mails where position($1 in subject_key) > 0)::int as n`,
      [token],
    );
    expect(rows[0]?.n).toBe(0);
  });

  test("by link answers the same for an unknown address and mails nothing", async () => {
    const stranger = newEmail();
    const known = await signedUpAndVerified();
    const answers = await Promise.all(
      [stranger, known].map(async (email) => {
        const response = await browser().post("/sign-in/magic-link", { email });
        return { status: response.status, body: await response.text() };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(await mailsTo(stranger)).toEqual([]);
  });

  test("leads to no address outside Baton", async () => {
    const email = await signedUpAndVerified();
    const refused = await browser().post("/sign-in/magic-link", {
      email,
      callbackURL: "https://evil.example/",
    });
    expect(refused.status).toBe(403);
  });

  test("is refused from another site", async () => {
    const email = await signedUpAndVerified();
    const person = browser();
    await person.post("/sign-in/email", { email, password: PASSWORD });
    const foreign = await person.post("/sign-out", {}, { origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    expect(await person.claims()).toMatchObject({ email });
  });

  test("is slowed down after many tries from one address, and not for another", async () => {
    const email = await signedUpAndVerified();
    const guesser = browser(signIn, "198.51.100.7");
    const statuses: number[] = [];
    for (let n = 0; n < 41; n++)
      statuses.push((await guesser.post("/sign-in/magic-link", { email: newEmail() })).status);
    expect(statuses.slice(0, 20)).not.toContain(429);
    expect(statuses.at(-1)).toBe(429);
    expect(
      (await browser(signIn, "198.51.100.8").post("/sign-in/email", { email, password: PASSWORD })).status,
    ).toBe(200);
  });

  test("works for the demo people at once", async () => {
    await addDemoPeople(database.ownerUrl);
    for (const { email, password } of DEMO_PEOPLE) {
      const person = browser();
      expect((await person.post("/sign-in/email", { email, password })).status).toBe(200);
      expect(await person.claims()).toMatchObject({ email });
    }
  });
});

describe("a forgotten password", () => {
  test("is replaced by link, and every session before ends", async () => {
    const email = await signedUpAndVerified();
    const before = browser();
    await before.post("/sign-in/email", { email, password: PASSWORD });
    await browser().post("/request-password-reset", { email, redirectTo: "/reset-password" });
    const link = new URL(await lastLinkTo(email));
    const token = link.pathname.split("/").at(-1);
    const changed = await browser().post("/reset-password", { newPassword: "a brand new password", token });
    expect(changed.status).toBe(200);
    expect(await before.claims()).toBeNull();
    expect((await browser().post("/sign-in/email", { email, password: PASSWORD })).status).toBe(401);
    expect((await browser().post("/sign-in/email", { email, password: "a brand new password" })).status).toBe(
      200,
    );
  });
});

describe("the session cookie", () => {
  test("is out of reach for scripts and other sites, and https only where Baton is", async () => {
    const email = await signedUpAndVerified();
    const plain = await browser().post("/sign-in/email", { email, password: PASSWORD });
    expect(plain.headers.get("set-cookie")).toMatch(/HttpOnly/i);
    expect(plain.headers.get("set-cookie")).toMatch(/SameSite=Lax/i);
    const secure = createAuth(configWith({ APP_URL: "https://baton.example" }), web);
    const response = await secure.handler(
      new Request("https://baton.example/api/auth/sign-in/email", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          origin: "https://baton.example",
          "x-forwarded-for": "192.0.2.9",
        },
        body: JSON.stringify({ email, password: PASSWORD }),
      }),
    );
    expect(response.headers.get("set-cookie")).toMatch(/^__Secure-baton\.session_token=.*; Secure/i);
  });
});

import { expect, describe, test } from "vitest";
import { addDemoPeople, DEMO_PEOPLE } from "#cli/demo-people.ts";
import { asUser } from "#lib/db/client.ts";
import { claimsOfSession, createAuth } from "#lib/identity/index.ts";
import { APP_URL, openSignIn, PASSWORD } from "#tests/support/sign-in.ts";

const { stage, configWith, browser, newEmail, signUp, mailsTo, lastLinkTo, signedUpAndVerified } =
  openSignIn();

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
    const profiles = await asUser(stage.web, claims!, (tx) =>
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
    expect(await claimsOfSession(stage.signIn, stolen)).toBeNull();
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
    const { rows } = await stage.owner.query<{ n: number }>(
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
    const guesser = browser(stage.signIn, "198.51.100.7");
    const statuses: number[] = [];
    for (let n = 0; n < 41; n++)
      statuses.push((await guesser.post("/sign-in/magic-link", { email: newEmail() })).status);
    expect(statuses.slice(0, 20)).not.toContain(429);
    expect(statuses.at(-1)).toBe(429);
    expect(
      (await browser(stage.signIn, "198.51.100.8").post("/sign-in/email", { email, password: PASSWORD }))
        .status,
    ).toBe(200);
  });

  test("works for the demo people at once", async () => {
    await addDemoPeople(stage.database.ownerUrl);
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

describe("the language of mails", () => {
  const inSpanish = { "accept-language": "es-MX,es;q=0.9,en;q=0.5" };

  async function lastLanguageTo(email: string): Promise<string> {
    const { rows } = await stage.owner.query<{ language: string }>(
      "select data ->> 'language' as language from public.mails where to_address = $1 order by created_at desc limit 1",
      [email],
    );
    return rows[0]!.language;
  }

  test("is that of the browser that signs up, and is kept for later", async () => {
    const email = newEmail();
    await browser().post("/sign-up/email", { email, name: "Eva", password: PASSWORD }, inSpanish);
    expect(await lastLanguageTo(email)).toBe("es");
    await browser().open(await lastLinkTo(email));
    await browser().post("/sign-in/magic-link", { email }, { "accept-language": "en" });
    expect(await lastLanguageTo(email)).toBe("es");
  });

  test("is what the person chose, whatever browser asks", async () => {
    const email = await signedUpAndVerified();
    await stage.owner.query("update public.profiles set locale = 'en' where email = $1", [email]);
    await browser().post("/request-password-reset", { email, redirectTo: "/reset-password" }, inSpanish);
    expect(await lastLanguageTo(email)).toBe("en");
    await stage.owner.query("update public.profiles set locale = null where email = $1", [email]);
    await browser().post("/sign-in/magic-link", { email }, { cookie: "baton_language=es" });
    expect(await lastLanguageTo(email)).toBe("es");
  });

  test("cannot be set by a field of the form", async () => {
    const email = newEmail();
    const form = { email, name: "Eva", password: PASSWORD, locale: "es" };
    expect((await browser().post("/sign-up/email", form)).status).toBe(400);
    expect(await mailsTo(email)).toEqual([]);
  });
});

describe("the session cookie", () => {
  test("is out of reach for scripts and other sites, and https only where Baton is", async () => {
    const email = await signedUpAndVerified();
    const plain = await browser().post("/sign-in/email", { email, password: PASSWORD });
    expect(plain.headers.get("set-cookie")).toMatch(/HttpOnly/i);
    expect(plain.headers.get("set-cookie")).toMatch(/SameSite=Lax/i);
    const secure = createAuth(configWith({ APP_URL: "https://baton.example" }), stage.web);
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

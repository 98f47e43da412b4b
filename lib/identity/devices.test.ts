import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { findSessionToken, listDevices, listPasskeys, passkeysWorkAt } from "#lib/identity/index.ts";
import { APP_URL, openSignIn, PASSWORD } from "#tests/support/sign-in.ts";

const { stage, browser, signedUpAndVerified } = openSignIn();

describe("devices", () => {
  test("are listed by when they were last seen, and only to their person", async () => {
    const email = await signedUpAndVerified();
    const [phone, laptop] = [browser(), browser()];
    await phone.post("/sign-in/email", { email, password: PASSWORD }, { "user-agent": "Phone" });
    await laptop.post("/sign-in/email", { email, password: PASSWORD }, { "user-agent": "Laptop" });
    const devices = await listDevices(stage.signIn, laptop.headers());
    // The third is the browser that opened the link of the mail.
    expect(devices.map(({ userAgent }) => userAgent)).toEqual(["Laptop", "Phone", null]);
    expect(devices.map(({ isThis }) => isThis)).toEqual([true, false, false]);
    const stranger = browser();
    await stranger.post("/sign-in/email", { email: await signedUpAndVerified(), password: PASSWORD });
    const phoneId = devices[1]!.id;
    expect(await findSessionToken(stage.signIn, stranger.headers(), phoneId)).toBeNull();
    expect(await findSessionToken(stage.signIn, laptop.headers(), phoneId)).toMatch(/.{20}/);
  });

  test("are noted as seen when they are used, and not again within five minutes", async () => {
    const email = await signedUpAndVerified();
    const person = browser();
    await person.post("/sign-in/email", { email, password: PASSWORD });
    const seen = async () => {
      const { rows } = await stage.owner.query<{ at: Date | null }>(
        `select s."lastSeenAt" as at from identity."session" s join identity."user" u on u.id = s."userId"
          where u.email = $1 order by s."createdAt" desc limit 1`,
        [email],
      );
      return rows[0]?.at ?? null;
    };
    const setSeen = (minutesAgo: number) =>
      stage.owner.query(
        `update identity."session" set "lastSeenAt" = now() - make_interval(mins => $2)
          where "userId" = (select id from identity."user" where email = $1)`,
        [email, minutesAgo],
      );
    expect(await seen()).toBeNull();
    await person.claims();
    expect(Date.now() - (await seen())!.getTime()).toBeLessThan(60_000);
    await setSeen(4);
    const before = await seen();
    await person.claims();
    expect(await seen()).toEqual(before);
    await setSeen(6);
    await person.claims();
    expect(Date.now() - (await seen())!.getTime()).toBeLessThan(60_000);
  });
});

describe("passkeys", () => {
  const UNKNOWN = {
    id: "bm9ib2R5",
    rawId: "bm9ib2R5",
    type: "public-key",
    response: { clientDataJSON: "e30", authenticatorData: "AA", signature: "AA" },
    clientExtensionResults: {},
  };

  test("need an address with a name", () => {
    expect(passkeysWorkAt("http://localhost:3000")).toBe(true);
    expect(passkeysWorkAt("https://baton.example")).toBe(true);
    for (const url of ["http://127.0.0.1:3000", "http://[::1]:3000", "http://192.0.2.7"])
      expect(passkeysWorkAt(url)).toBe(false);
  });

  test("are made by whoever signed in within a day, and by nobody else", async () => {
    const email = await signedUpAndVerified();
    const options = `${APP_URL}/api/auth/passkey/generate-register-options`;
    expect((await browser().open(options)).status).toBe(401);
    const person = browser();
    await person.post("/sign-in/email", { email, password: PASSWORD });
    const asked = (await (await person.open(options)).json()) as Record<string, unknown>;
    expect(asked["authenticatorSelection"]).toMatchObject({
      residentKey: "required",
      userVerification: "required",
    });
    await stage.owner.query(
      `update identity."session" set "createdAt" = now() - interval '25 hours'
        where "userId" = (select id from identity."user" where email = $1)`,
      [email],
    );
    const stale = await person.open(options);
    expect(stale.status).toBe(403);
    expect(await stale.json()).toMatchObject({ code: "SESSION_NOT_FRESH" });
    expect(await listPasskeys(stage.signIn, person.headers())).toEqual([]);
  });

  test("an answer that proves nothing is refused, and is not our fault", async () => {
    const email = await signedUpAndVerified();
    const person = browser();
    await person.post("/sign-in/email", { email, password: PASSWORD });
    await person.open(`${APP_URL}/api/auth/passkey/generate-register-options`);
    const made = { ...UNKNOWN, response: { clientDataJSON: "e30", attestationObject: "AA" } };
    const added = await person.post("/passkey/verify-registration", { response: made });
    expect(added.status).toBe(400);
    const visitor = browser();
    await visitor.open(`${APP_URL}/api/auth/passkey/generate-authenticate-options`);
    const used = await visitor.post("/passkey/verify-authentication", { response: UNKNOWN });
    expect(used.status).toBe(401);
    expect(await visitor.claims()).toBeNull();
  });

  test.each([
    ["/passkey/verify-authentication", { response: { ...UNKNOWN, id: { $ne: null } } }],
    ["/passkey/verify-authentication", { response: "x" }],
    ["/passkey/verify-registration", { response: UNKNOWN, name: "x".repeat(101) }],
    ["/passkey/update-passkey", { id: "1 or 1=1", name: "x" }],
    ["/passkey/update-passkey", { id: randomUUID(), name: "a\nb" }],
    ["/passkey/delete-passkey", { id: "null" }],
  ])("%s takes nothing of another shape", async (path, body) => {
    const answer = await browser().post(path, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "INVALID_ACCOUNT_DATA" });
  });

  test("belong to one person: nobody else renames or removes them", async () => {
    const [email, other] = [await signedUpAndVerified(), await signedUpAndVerified()];
    const { rows } = await stage.owner.query<{ id: string }>(
      `insert into identity."passkey" (name, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
       select 'Phone', 'a key', id, 'credential of ' || id, 0, 'singleDevice', false
       from identity."user" where email = $1 returning id`,
      [email],
    );
    const id = rows[0]!.id;
    const [mine, theirs] = [browser(), browser()];
    await mine.post("/sign-in/email", { email, password: PASSWORD });
    await theirs.post("/sign-in/email", { email: other, password: PASSWORD });
    expect((await theirs.post("/passkey/update-passkey", { id, name: "Mine now" })).status).toBe(401);
    expect((await theirs.post("/passkey/delete-passkey", { id })).status).toBe(401);
    expect(await listPasskeys(stage.signIn, theirs.headers())).toEqual([]);
    expect(await listPasskeys(stage.signIn, mine.headers())).toMatchObject([{ id, name: "Phone" }]);
    expect((await mine.post("/passkey/delete-passkey", { id })).status).toBe(200);
    expect(await listPasskeys(stage.signIn, mine.headers())).toEqual([]);
  });

  test("are guessed at slowly: many tries from one address are refused", async () => {
    const guesser = browser(stage.signIn, "198.51.100.21");
    const statuses: number[] = [];
    for (let n = 0; n < 41; n++)
      statuses.push((await guesser.post("/passkey/verify-authentication", { response: UNKNOWN })).status);
    expect(statuses.slice(0, 40)).not.toContain(429);
    expect(statuses.at(-1)).toBe(429);
  });
});

import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asUser, openDatabase, type Database } from "#lib/db/client.ts";
import { createSupabaseTokens, type SupabaseTokens } from "#lib/identity/supabase-token.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
let web: Database;
let issuer: string;
let keys: { publicKey: CryptoKey; privateKey: CryptoKey };
let tokens: SupabaseTokens;
let server: http.Server;

beforeAll(async () => {
  database = await createTestDatabase();
  web = openDatabase(database.webUrl);
  keys = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "ES256", use: "sig" };
  server = http.createServer((request, response) => {
    const found = request.url === "/auth/v1/.well-known/jwks.json";
    response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(found ? { keys: [jwk] } : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth/v1`;
  tokens = createSupabaseTokens(issuer, web);
});

afterAll(async () => {
  server.close();
  await web.close();
  await database.drop();
});

interface About {
  sub?: string;
  issuer?: string;
  audience?: string;
  expires?: string;
  claims?: Record<string, unknown>;
}

function token({ sub = randomUUID(), claims = {}, ...about }: About = {}): Promise<string> {
  return new SignJWT({ role: "authenticated", email: "ada@example.com", aal: "aal1", ...claims })
    .setProtectedHeader({ alg: "ES256", kid: "k1" })
    .setIssuer(about.issuer ?? issuer)
    .setAudience(about.audience ?? "authenticated")
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(about.expires ?? "1h")
    .sign(keys.privateKey);
}

describe("a Supabase token", () => {
  test("ends in the same claims, and the first one makes the profile", async () => {
    const sub = randomUUID();
    const claims = await tokens.readClaims(
      await token({ sub, claims: { aal: "aal2", user_metadata: { full_name: "Ada Example" } } }),
    );
    expect(claims).toEqual({ sub, role: "authenticated", email: "ada@example.com", aal: "aal2" });
    const profiles = await asUser(web, claims!, (tx) =>
      tx.selectFrom("profiles").select(["id", "email", "full_name"]).execute(),
    );
    expect(profiles).toEqual([{ id: sub, email: "ada@example.com", full_name: "Ada Example" }]);
  });

  test("with a new address brings the profile up to date", async () => {
    const sub = randomUUID();
    await tokens.readClaims(await token({ sub }));
    const claims = await tokens.readClaims(await token({ sub, claims: { email: "new@example.com" } }));
    const profile = await asUser(web, claims!, (tx) =>
      tx.selectFrom("profiles").select("email").executeTakeFirst(),
    );
    expect(profile?.email).toBe("new@example.com");
  });

  test("is refused from another issuer, for another audience, expired, or about nobody", async () => {
    const refused = await Promise.all([
      token({ issuer: "http://evil.example/auth/v1" }),
      token({ audience: "anon" }),
      token({ expires: "-1h" }),
      token({ sub: "not-a-uuid" }),
      token({ claims: { role: "service_role" } }),
      token({ claims: { is_anonymous: true } }),
      token({ claims: { email: "" } }),
    ]);
    for (const text of refused) expect(await tokens.readClaims(text)).toBeNull();
  });

  test("is refused without a signature, or signed with the public key as a password", async () => {
    const [, body = ""] = (await token()).split(".");
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`;
    const jwk = JSON.stringify(await exportJWK(keys.publicKey)).padEnd(32);
    const confused = await new SignJWT({ role: "authenticated", email: "ada@example.com" })
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .setIssuer(issuer)
      .setAudience("authenticated")
      .setSubject(randomUUID())
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode(jwk));
    for (const text of [none, confused, `${body}.${body}.${body}`, "", "a.b.c"])
      expect(await tokens.readClaims(text)).toBeNull();
  });
});

import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDemoPeople, DEMO_PEOPLE } from "#cli/demo-people.ts";
import { loadConfig } from "#lib/config.ts";
import { openDatabase } from "#lib/db/client.ts";
import type { Database } from "#lib/db/client.ts";
import { createAuth } from "#lib/identity/auth.ts";
import type { Auth } from "#lib/identity/auth.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import type { TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
let owner: pg.Client;
let web: Database;
let auth: Auth;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  web = openDatabase(database.webUrl, { max: 2 });
  const env = {
    APP_URL: "http://127.0.0.1:3000",
    AUTH_SECRET: "s".repeat(32),
    WEB_DATABASE_URL: database.webUrl,
  };
  auth = createAuth(
    loadConfig({ ...env, STRIPE_SECRET_KEY: "sk_test_none", STRIPE_WEBHOOK_SECRET: "none" }),
    web,
  );
});

afterAll(async () => {
  await owner.end();
  await web.close();
  await database.drop();
});

test("the demo people can sign in with the passwords that are shown, and only with these", async () => {
  expect(await addDemoPeople(database.ownerUrl)).toEqual(DEMO_PEOPLE);
  for (const { email, password } of DEMO_PEOPLE) {
    const signedIn = await auth.api.signInEmail({ body: { email, password } });
    expect(signedIn.user).toMatchObject({ email, emailVerified: true });
    await expect(auth.api.signInEmail({ body: { email, password: `${password}!` } })).rejects.toThrow(
      /invalid/i,
    );
  }
});

test("only the admin has a role beyond being a student", async () => {
  const { rows } = await owner.query(
    "select email, role from public.user_roles join public.profiles on profiles.id = user_id",
  );
  expect(rows).toEqual([{ email: "admin@example.com", role: "admin" }]);
});

test("a changed password stays when they are added again", async () => {
  await owner.query(`update identity."account" set "password" = 'changed'`);
  expect(await addDemoPeople(database.ownerUrl)).toEqual([]);
  const { rows } = await owner.query(`select distinct "password" from identity."account"`);
  expect(rows).toEqual([{ password: "changed" }]);
});

/** A school for tests of routes: a database, the sandbox, and three people who are signed in. */
import pg from "pg";
import { expect, vi } from "vitest";
import { POST as authenticate } from "#app/api/auth/[...all]/route.ts";
import { addDemoPeople, DEMO_PEOPLE } from "#cli/demo-people.ts";
import { startSandbox } from "#sandbox/server.ts";
import { addPartner, type PartnerRow, type PersonRow } from "#tests/database/reads/story.ts";
import { createTestDatabase } from "#tests/support/database.ts";

export const APP_URL = "http://127.0.0.1:3000";

export type SignedIn = PersonRow & { cookie: string };

export interface ApiStage {
  owner: pg.Client;
  sandbox: { url: string; env: Record<string, string> };
  student: SignedIn;
  other: SignedIn;
  admin: SignedIn;
  partner: PartnerRow;
  /** Reads the first row. */
  one<T extends object>(text: string, ...values: unknown[]): Promise<T>;
  count(table: string): Promise<number>;
  close(): Promise<void>;
}

export interface Refused {
  status: number;
  code: string | undefined;
}

/** Prepares everything and points this process's environment at it. */
export async function openApiStage(): Promise<ApiStage> {
  const database = await createTestDatabase();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const sandbox = await startSandbox({ port: 0, appUrl: APP_URL, dataFile: ":memory:", env: {} });
  const env = {
    ...sandbox.env,
    APP_URL,
    WEB_DATABASE_URL: database.webUrl,
    AUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  await addDemoPeople(database.ownerUrl);
  const [demoStudent, demoAdmin] = DEMO_PEOPLE;
  return {
    owner,
    sandbox,
    student: await signIn(owner, demoStudent!.email, demoStudent!.password),
    admin: await signIn(owner, demoAdmin!.email, demoAdmin!.password),
    other: await signUp(owner, "other@example.com"),
    partner: await addPartner(owner, "Route Partner"),
    one: (text, ...values) => one(owner, text, ...values),
    count: async (table) =>
      (await one<{ n: number }>(owner, `select count(*)::int as n from public.${table}`)).n,
    async close() {
      vi.unstubAllEnvs();
      await sandbox.stop();
      await owner.end();
      await database.drop();
    },
  };
}

/** A request of a page of Baton; with a body it is a POST of JSON unless `headers` say otherwise. */
export function ask(
  path: string,
  about: { cookie?: string; headers?: Record<string, string>; body?: BodyInit } = {},
): Request {
  return new Request(APP_URL + path, {
    ...(about.body === undefined ? {} : { method: "POST", body: about.body }),
    headers: {
      origin: APP_URL,
      "x-forwarded-for": "192.0.2.1",
      ...(about.body === undefined ? {} : { "content-type": "application/json" }),
      ...(about.cookie ? { cookie: about.cookie } : {}),
      ...about.headers,
    },
  });
}

/** The second argument of a route. */
export function params<P>(value: P): { params: Promise<P> } {
  return { params: Promise.resolve(value) };
}

/** Status and code of a refusal, once it is JSON with a plain sentence. */
export async function refusalOf(response: Response): Promise<Refused> {
  const text = await response.text();
  expect(text).not.toMatch(/node_modules|\.ts:\d|at async/);
  const { error } = JSON.parse(text) as { error?: { code: string; message: string } };
  expect(error?.message).toMatch(/^[A-Z]/);
  return { status: response.status, code: error?.code };
}

async function one<T extends object>(owner: pg.Client, text: string, ...values: unknown[]): Promise<T> {
  const { rows } = await owner.query<T>(text, values);
  return rows[0]!;
}

async function signIn(owner: pg.Client, email: string, password: string): Promise<SignedIn> {
  const body = JSON.stringify({ email, password });
  const response = await authenticate(ask("/api/auth/sign-in/email", { body }));
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const { id } = await one<{ id: string }>(owner, "select id from profiles where email = $1", email);
  return { id, cookie, claims: { sub: id, role: "authenticated", email, aal: "aal1" } };
}

async function signUp(owner: pg.Client, email: string): Promise<SignedIn> {
  const password = "correct horse battery";
  const body = JSON.stringify({ email, password, name: "Other" });
  await authenticate(ask("/api/auth/sign-up/email", { body }));
  await owner.query('update identity."user" set "emailVerified" = true where email = $1', [email]);
  return signIn(owner, email, password);
}

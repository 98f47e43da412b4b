/**
 * Databases for tests: one real server for the whole run, a migrated and seeded template made once per state
 * of migrations and catalogue, and a copy of it (some 80 ms) for each test file.
 *
 * The server is embedded and lives in `.baton/test`; TEST_DATABASE_URL names another one (superuser address).
 */
import { randomBytes } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { ensurePostgres } from "#lib/db/embedded.ts";
import { keepRolePasswords, urlsFor } from "#lib/db/roles.ts";
import type { RoleUrls } from "#lib/db/roles.ts";
import { buildTemplate } from "#tests/support/template.ts";

export interface TestDatabase extends RoleUrls {
  /** Removes the database, ending the sessions that are still open on it. */
  drop(): Promise<void>;
}

export interface TestServer {
  /** Superuser address of the database that all runs on this server use to agree with one another. */
  adminUrl: string;
  /** Name of the template database. */
  template: string;
  /** Stops what this run started; a server that another run still uses stays. */
  release(): Promise<void>;
}

const FOLDER = path.resolve(import.meta.dirname, "../../.baton/test");
/** Lost data after a power cut is no loss here. */
const FAST_BUT_FORGETFUL = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
};
const RUN = "baton_test_run";
/** Where a run tells its own worker processes what it prepared. */
const HANDED_DOWN = "BATON_TEST_SERVER";

type HandedDown = { adminUrl: string; template: string } | { failure: string };

/**
 * Makes the server and the template ready, for this process and those it starts. Several runs at the same time
 * share both. Call `release` at the end.
 */
export async function prepareTestServer(): Promise<TestServer> {
  const external = process.env["TEST_DATABASE_URL"];
  const embedded = external ? null : await ensurePostgres(FOLDER, FAST_BUT_FORGETFUL);
  const adminUrl = external ?? embedded?.url ?? "";
  const session = new pg.Client({ connectionString: adminUrl, application_name: RUN });
  await session.connect();
  session.on("error", () => undefined); // the server may be stopped under an idle session
  const template = await alone(session, async () => {
    if (!(await othersRun(session))) await dropLeftovers(session);
    return buildTemplate(adminUrl, keepRolePasswords(FOLDER));
  }).catch(async (error: unknown) => {
    await release(session, embedded);
    throw error;
  });
  process.env[HANDED_DOWN] = JSON.stringify({ adminUrl, template } satisfies HandedDown);
  return { adminUrl, template, release: () => release(session, embedded) };
}

/** Copies the template into a database of its own. Drop it when the file is done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, template } = handedDown();
  const name = `baton_test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await runOn(adminUrl, `create database ${name} template ${template}`);
  const ownerUrl = new URL(adminUrl);
  ownerUrl.pathname = `/${name}`;
  return {
    ...urlsFor(ownerUrl.href, keepRolePasswords(FOLDER)),
    drop: () => runOn(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

/** Makes every `createTestDatabase` of this run fail with `failure`. */
export function refuseTestDatabases(failure: string): void {
  process.env[HANDED_DOWN] = JSON.stringify({ failure } satisfies HandedDown);
}

function handedDown(): { adminUrl: string; template: string } {
  const text = process.env[HANDED_DOWN];
  if (!text) throw new Error("no test server: run through vitest, whose global setup prepares it");
  const found = JSON.parse(text) as HandedDown;
  if ("failure" in found) throw new Error(`no test database: ${found.failure}`);
  return found;
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Runs `work` while no other run prepares or stops this server. */
async function alone<T>(session: pg.Client, work: () => Promise<T>): Promise<T> {
  await session.query("select pg_advisory_lock(727276)");
  try {
    return await work();
  } finally {
    await session.query("select pg_advisory_unlock(727276)");
  }
}

async function othersRun(session: pg.Client): Promise<boolean> {
  const { rowCount } = await session.query(
    "select from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()",
    [RUN],
  );
  return (rowCount ?? 0) > 0;
}

/** What killed runs left behind, and templates of older states. */
async function dropLeftovers(session: pg.Client): Promise<void> {
  const { rows } = await session.query<{ datname: string }>(
    "select datname from pg_database where datname like 'baton\\_test\\_%' or datname like 'baton\\_template\\_%'",
  );
  for (const { datname } of rows) await session.query(`drop database if exists ${datname} with (force)`);
}

async function release(session: pg.Client, embedded: { stop(): Promise<void> } | null): Promise<void> {
  await alone(session, async () => {
    if (embedded && !(await othersRun(session))) await embedded.stop();
  }).catch((error: { code?: string }) => {
    if (!embedded || error.code !== "57P01") throw error; // 57P01: the server we just stopped says goodbye
  });
  await session.end().catch(() => undefined);
}

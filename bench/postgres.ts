/** The database that measurements run on: a fresh one on the embedded server, with the settings people get. */
import path from "node:path";
import pg from "pg";
import { ensurePostgres, type EmbeddedPostgres } from "#lib/db/embedded.ts";
import { migrate } from "#lib/db/migrate.ts";
import { keepRolePasswords, setRolePasswords, type RoleUrls } from "#lib/db/roles.ts";

export interface BenchDatabase extends RoleUrls {
  /** For example "18.4". */
  version: string;
  /** Process that all processes of the server descend from. */
  serverPid: number;
  /** Drops the database and stops the server. */
  close(): Promise<void>;
}

/** Where the server keeps its data. */
export const BENCH_FOLDER = path.resolve(import.meta.dirname, "../.baton/bench");
const NAME = "baton_bench";

/** Starts the server, makes the database anew and migrates it. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const server = await startServer();
  await onServer(server.url, `drop database if exists ${NAME} with (force)`, `create database ${NAME}`);
  const owner = new URL(server.url);
  owner.pathname = `/${NAME}`;
  await migrate(owner.href);
  const urls = await setRolePasswords(owner.href, keepRolePasswords(BENCH_FOLDER));
  const pool = new pg.Pool({ connectionString: owner.href, max: 1 });
  const facts = await describeServer(pool);
  await pool.end();
  return {
    ...urls,
    ...facts,
    close: async () => {
      await onServer(server.url, `drop database if exists ${NAME} with (force)`);
      await server.stop();
    },
  };
}

/** Starts afresh, so that a server somebody left running has the same settings. */
async function startServer(): Promise<EmbeddedPostgres> {
  const settings = { max_connections: "200" };
  const found = await ensurePostgres(BENCH_FOLDER, settings);
  if (!found.adopted) return found;
  await found.stop();
  return ensurePostgres(BENCH_FOLDER, settings);
}

/** Runs statements one after the other, each in its own transaction. */
export async function onServer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Reads one number. */
export async function readNumber(url: string, query: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: string }>(query);
    return Number(rows[0]?.n);
  } finally {
    await client.end();
  }
}

/** Says which version runs, and the process that all others of the server descend from. Needs the owner's rights. */
export async function describeServer(owner: pg.Pool): Promise<{ version: string; serverPid: number }> {
  const { rows } = await owner.query<{ version: number; pid: number }>(
    `select current_setting('server_version_num')::int as version,
       split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`,
  );
  const { version = 0, pid = 0 } = rows[0] ?? {};
  return { version: `${Math.floor(version / 10_000)}.${version % 10_000}`, serverPid: pid };
}

/**
 * Connections, and the four ways to use them: as a person, as nobody, as the web itself, as the worker.
 *
 * A person's identity is set inside a transaction only, so it cannot outlive the request on a pooled connection.
 */
import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import type pg from "pg";
import type { Claims } from "#lib/domain/claims.ts";
import { openPool } from "#lib/db/pool.ts";
import type { DB } from "#lib/db/types.ts";

export type Tx = Transaction<DB>;

/** For single statements, inside a transaction or on their own. */
export type Connection = Kysely<DB>;

export interface Database {
  pool: pg.Pool;
  kysely: Kysely<DB>;
  close(): Promise<void>;
}

/** Opens a pool with a query builder on it; see `openPool`. */
export function openDatabase(url: string, options: { max?: number; name?: string } = {}): Database {
  const pool = openPool(url, options);
  pool.on("connect", prepareStatements);
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return { pool, kysely, close: () => kysely.destroy() };
}

/** Runs `work` in a transaction as the signed-in person: row-level security decides what it sees. */
export async function asUser<T>(db: Database, claims: Claims, work: (tx: Tx) => Promise<T>): Promise<T> {
  return become(db, "authenticated", JSON.stringify(claims), work);
}

/** Runs `work` in a transaction as a visitor who is not signed in. */
export async function asVisitor<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return become(db, "anon", "{}", work);
}

/** Runs `work` in a transaction with the connection's own role (baton_web or baton_worker). */
export async function asItself<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  let afterwards: (() => void)[] = [];
  const result = await db.kysely.transaction().execute((tx) => {
    afterwards = [];
    waiting.set(tx, afterwards);
    return work(tx);
  });
  for (const then of afterwards) then();
  return result;
}

const waiting = new WeakMap<Tx, (() => void)[]>();

/** Calls `then` once a transaction of `asItself` is committed, and not at all when it is rolled back. */
export function afterCommit(tx: Tx, then: () => void): void {
  waiting.get(tx)?.push(then);
}

async function become<T>(
  db: Database,
  role: "anon" | "authenticated",
  claims: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db.kysely.transaction().execute(async (tx) => {
    await sql`select set_config('request.jwt.claims', ${claims}, true), set_config('role', ${role}, true)`.execute(
      tx,
    );
    return work(tx);
  });
}

/**
 * Names every statement with parameters, so that the server parses and plans it once per connection: half of what
 * a short transaction costs (measured). Our statements are fixed texts, so their number is small.
 */
function prepareStatements(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const named = (text: unknown, values: unknown, ...rest: unknown[]): unknown =>
    typeof text === "string" && Array.isArray(values) && values.length > 0
      ? query({ name: statementName(text), text, values }, ...rest)
      : query(text, values, ...rest);
  client.query = named as typeof client.query;
}

const names = new Map<string, string>();

function statementName(text: string): string {
  let name = names.get(text);
  if (!name) {
    name = `s${names.size}`;
    names.set(text, name);
  }
  return name;
}

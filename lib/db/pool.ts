/** Connections to PostgreSQL without a query builder: all that the webhook doors need. */
import pg from "pg";

export interface PoolOptions {
  /** Connections at most; 10 unless told. */
  max?: number;
  /** What the server shows as application name. */
  name?: string;
  /** Server settings at connect, for example `-c search_path=identity`. */
  settings?: string;
}

/**
 * Opens a pool. Nothing is connected before the first query; connections that break (a database restart) are
 * swallowed here: the query that runs rejects by itself, and the next one opens a fresh connection.
 */
export function openPool(url: string, { max = 10, name = "baton", settings }: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    ...(settings ? { options: settings } : {}),
  });
  pool.on("error", () => undefined);
  // A connection in use does not report to the pool: without a listener its end would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

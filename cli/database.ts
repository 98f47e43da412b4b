/** The database that a command works on: the one DATABASE_URL names, else the embedded one in `.baton/`. */
import path from "node:path";
import { ConfigError } from "#lib/config.ts";
import { ensurePostgres } from "#lib/db/embedded.ts";

/** What Baton keeps on this machine, below the folder it is started in. */
export const DATA_FOLDER = path.resolve(".baton");

export interface OwnerDatabase {
  url: string;
  /** True when nobody named a database and Baton keeps its own. */
  embedded: boolean;
  /** True when the server already ran. */
  adopted: boolean;
  /** Stops an embedded server; leaves an operator's alone. */
  stop(): Promise<void>;
}

/** Finds or starts the database. Throws ConfigError when DATABASE_URL is not an address, EmbeddedPostgresError. */
export async function openOwnerDatabase(): Promise<OwnerDatabase> {
  const url = process.env["DATABASE_URL"];
  if (url) {
    if (!/^postgres(ql)?:\/\//.test(url))
      throw new ConfigError("DATABASE_URL is wrong: must start with postgres://");
    return { url, embedded: false, adopted: true, stop: async () => undefined };
  }
  const server = await ensurePostgres(DATA_FOLDER);
  return { ...server, embedded: true };
}

/** Runs `work` on the database; an embedded server that was not running before is stopped again. */
export async function withOwnerDatabase<T>(work: (database: OwnerDatabase) => Promise<T>): Promise<T> {
  const database = await openOwnerDatabase();
  try {
    return await work(database);
  } finally {
    if (!database.adopted) await database.stop();
  }
}

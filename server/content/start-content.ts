/** Starts serving packages beside the pages, where the operator gave them a port. */
import { databaseUrl, type Config } from "#lib/config.ts";
import { openDatabase } from "#lib/db/client.ts";
import { createContentServer } from "#server/content/content-server.ts";
import { closeServer, listen } from "#server/listen.ts";

/** A student loads one package at a time, and files come in pieces. */
const CONNECTIONS = 4;

export interface Content {
  /** Resolves with the port, or null where packages are not served. Rejects with PortError. */
  listening: Promise<number | null>;
  stop(seconds: number): Promise<void>;
}

/** Begins to listen. `stop` may be called at any time. */
export function startContent(config: Config): Content {
  if (config.CONTENT_PORT === undefined)
    return { listening: Promise.resolve(null), stop: () => Promise.resolve() };
  const db = openDatabase(databaseUrl(config, "web"), { max: CONNECTIONS, name: "baton-content" });
  const server = createContentServer({
    db: db.kysely,
    appUrl: config.APP_URL,
    secret: config.AUTH_SECRET,
  });
  return {
    listening: listen(server, config.HOST, config.CONTENT_PORT, "CONTENT_PORT"),
    async stop(seconds) {
      await closeServer(server, seconds);
      await db.close();
    },
  };
}

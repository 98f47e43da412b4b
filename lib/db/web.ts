/** The web process's one database, shared by the front and by Next's bundle through the global object. */
import { databaseUrl, loadConfig } from "#lib/config.ts";
import { openDatabase, type Database } from "#lib/db/client.ts";

const KEY = Symbol.for("baton.web.database");
type Holder = { [KEY]?: Database };

/** Returns the pool of role baton_web, opened on first use; every call gives the same one. */
export function webDatabase(): Database {
  const holder = globalThis as Holder;
  return (holder[KEY] ??= openDatabase(databaseUrl(loadConfig(), "web"), { max: 10, name: "baton-web" }));
}

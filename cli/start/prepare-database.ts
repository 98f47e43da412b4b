/** The database of `start`: up, migrated, seeded, with the addresses web and worker connect to. */
import process from "node:process";
import pg from "pg";
import { DATA_FOLDER, openOwnerDatabase } from "#cli/database.ts";
import { addDemoDates } from "#cli/demo-dates.ts";
import { addDemoPeople } from "#cli/demo-people.ts";
import { addDemoStock } from "#cli/demo-stock.ts";
import { loadSampleCatalogue, sellablePartners } from "#cli/sample-catalogue.ts";
import type { Closers } from "#cli/start/closers.ts";
import { watchDatabase } from "#cli/start/watch-database.ts";
import type { Terminal } from "#cli/terminal.ts";
import { migrate } from "#lib/db/migrate.ts";
import { keepRolePasswords, setRolePasswords } from "#lib/db/roles.ts";

/**
 * Brings the database up and resolves with the addresses of web and worker: their own roles on the embedded server;
 * on an operator's server what the operator set, else the owner. An embedded server is stopped at the end.
 */
export async function prepareDatabase(
  { withDemo }: { withDemo: boolean },
  terminal: Terminal,
  closers: Closers,
  signal: AbortSignal,
): Promise<{ webUrl: string; workerUrl: string }> {
  const database = await terminal.step("database", openOwnerDatabase, ({ embedded }) =>
    embedded ? "PostgreSQL in .baton/pg" : "as DATABASE_URL says",
  );
  closers.add(database.stop);
  if (database.embedded) {
    const watch = watchDatabase(database.url, terminal.say);
    closers.add(() => watch.stop());
  }
  signal.throwIfAborted();
  await terminal.step(
    "migrations",
    () => migrate(database.url),
    (files) => `${files.length} applied`,
  );
  signal.throwIfAborted();
  await terminal.step("sample catalogue", () => seed(database.url, withDemo));
  if (database.embedded) await openLocalInbox(database.url, !process.env["SMTP_URL"]);
  if (database.embedded) return setRolePasswords(database.url, keepRolePasswords(DATA_FOLDER));
  return {
    webUrl: process.env["WEB_DATABASE_URL"] || database.url,
    workerUrl: process.env["WORKER_DATABASE_URL"] || database.url,
  };
}

/** The page /inbox shows every mail, so only on a machine that keeps its own database and sends no mail. */
async function openLocalInbox(url: string, open: boolean): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client
    .query(open ? "grant baton_inbox_reader to baton_web" : "revoke baton_inbox_reader from baton_web")
    .finally(() => client.end());
}

/** Demo people, codes and dates belong where the sandbox plays the outside world, and nowhere else. */
async function seed(url: string, withDemo: boolean): Promise<void> {
  await loadSampleCatalogue(url, withDemo ? undefined : sellablePartners(process.env));
  if (!withDemo) return;
  await addDemoPeople(url);
  await addDemoStock(url);
  await addDemoDates(url);
}

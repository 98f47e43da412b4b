import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { openDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

/** A database of its own for one test file: its owner's session and the web's pool, filled in before the first test. */
export interface Stage {
  owner: pg.Client;
  web: Database;
  ownerUrl: string;
}

/** Opens a stage before the file's tests and removes it after them. Read its fields inside tests only. */
export function openStage(): Stage {
  const stage = {} as Stage;
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    stage.owner = new pg.Client({ connectionString: database.ownerUrl });
    await stage.owner.connect();
    stage.web = openDatabase(database.webUrl);
    stage.ownerUrl = database.ownerUrl;
  });
  afterAll(async () => {
    await stage.web?.close();
    await stage.owner?.end();
    await database?.drop();
  });
  return stage;
}

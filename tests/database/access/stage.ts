import { afterAll, beforeAll } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { identitiesOf, type Connections, type Identity } from "#tests/database/access/identities.ts";
import { fillWorld, type World } from "#tests/database/access/world.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import pg from "pg";

/** A filled database, everybody who can ask it, and its owner's session. */
export interface AccessStage extends Connections {
  session: pg.Client;
  world: World;
  identities: Identity[];
  urls: TestDatabase;
}

/** Opens a stage before the file's tests and removes it after them. Read its fields inside tests only. */
export function openAccessStage(): AccessStage {
  const stage = {} as AccessStage;
  beforeAll(async () => {
    stage.urls = await createTestDatabase();
    stage.session = new pg.Client({ connectionString: stage.urls.ownerUrl });
    await stage.session.connect();
    stage.world = await fillWorld(stage.session);
    stage.owner = openDatabase(stage.urls.ownerUrl, { max: 1 });
    stage.web = openDatabase(stage.urls.webUrl, { max: 1 });
    stage.worker = openDatabase(stage.urls.workerUrl, { max: 1 });
    stage.identities = identitiesOf(stage, stage.world);
  });
  afterAll(async () => {
    await stage.session?.end();
    await Promise.all([stage.owner?.close(), stage.web?.close(), stage.worker?.close()]);
    await stage.urls?.drop();
  });
  return stage;
}

/** A student is written to in the language they chose, also when the mail was queued before. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "#lib/db/client.ts";
import { takeMail } from "#lib/db/mails.ts";
import { addPerson } from "#tests/database/reads/story.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
let owner: pg.Client;
let worker: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  worker = openDatabase(database.workerUrl);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await worker.close();
  await database.drop();
});

async function queueMailTo(studentId: string | null): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into mails (student_id, to_address, template, subject_key, data)
     values ($1, 'somebody@example.com', 'access-ready', $2, '{}') returning id`,
    [studentId, randomUUID()],
  );
  return rows[0]!.id;
}

test("the profile says the language at the moment the mail goes out", async () => {
  const { id } = await addPerson(owner, "Eva Example");
  const mailId = await queueMailTo(id);
  expect((await takeMail(worker.kysely, mailId))?.language).toBeNull();
  await owner.query("update profiles set locale = 'es' where id = $1", [id]);
  expect((await takeMail(worker.kysely, mailId))?.language).toBe("es");
});

test("a mail to somebody without a profile says its own", async () => {
  expect((await takeMail(worker.kysely, await queueMailTo(null)))?.language).toBeNull();
});

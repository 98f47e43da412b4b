import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { migrate } from "#lib/db/migrate.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import type { TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
let client: pg.Client;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "baton-migrations-"));
  await client.query("drop schema if exists trial cascade; create schema trial");
  await client.query("delete from supabase_migrations.schema_migrations where version like '9%'");
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("migrate", () => {
  test("applies files in the order of their names and finds nothing to do the second time", async () => {
    write("9002_second.sql", "alter table trial.things add column added int");
    write("9001_first.sql", "create table trial.things (id int)");
    write("README.md", "not a migration");
    expect(await run()).toEqual(["9001_first.sql", "9002_second.sql"]);
    expect(await run()).toEqual([]);
    const { rows } = await client.query("select added from trial.things");
    expect(rows).toEqual([]);
  });

  test("leaves nothing of a file that fails, and names its line", async () => {
    write("9001_first.sql", "create table trial.kept (id int)");
    write(
      "9002_broken.sql",
      "create table trial.gone (id int);\n\nalter table trial.nowhere add column x int;",
    );
    await expect(run()).rejects.toThrow('9002_broken.sql: relation "trial.nowhere" does not exist');
    expect(await tables()).toEqual(["kept"]);

    write("9002_broken.sql", "create table trial.gone (id int);\n\nselect nonsense;");
    await expect(run()).rejects.toThrow('9002_broken.sql:3: column "nonsense" does not exist');

    write("9002_broken.sql", "create table trial.mended (id int)");
    expect(await run()).toEqual(["9002_broken.sql"]);
    expect(await tables()).toEqual(["kept", "mended"]);
  });

  test("refuses a file that was changed after it was applied", async () => {
    write("9001_first.sql", "create table trial.things (id int)");
    await run();
    write("9001_first.sql", "create table trial.things (id bigint)");
    write("9002_second.sql", "create table trial.more (id int)");
    await expect(run()).rejects.toThrow("9001_first.sql was changed after it was applied");
    expect(await tables()).toEqual(["things"]);
  });

  test("accepts what the Supabase CLI applied: statements split and trimmed", async () => {
    write("9001_first.sql", "create table trial.a (id int);\ncreate table trial.b (id int);\n");
    await client.query(
      "insert into supabase_migrations.schema_migrations (version, statements, name) values ('9001', $1, 'first')",
      [["create table trial.a (id int)", "create table trial.b (id int)"]],
    );
    expect(await run()).toEqual([]);
  });

  test("refuses two files of the same number", async () => {
    write("9001_first.sql", "select 1");
    write("9001_other.sql", "select 2");
    await expect(run()).rejects.toThrow("9001_other.sql has the same number as 9001_first.sql");
  });

  test("works once when five start it at the same time", async () => {
    write("9001_first.sql", "create table trial.things (id int); select pg_sleep(0.2)");
    const applied = await Promise.all([run(), run(), run(), run(), run()]);
    expect(applied.flat()).toEqual(["9001_first.sql"]);
  });
});

function run(): Promise<string[]> {
  return migrate(database.ownerUrl, folder);
}

function write(file: string, text: string): void {
  writeFileSync(path.join(folder, file), text);
}

async function tables(): Promise<string[]> {
  const { rows } = await client.query<{ tablename: string }>(
    "select tablename from pg_tables where schemaname = 'trial' order by 1",
  );
  return rows.map((row) => row.tablename);
}

import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensurePostgres } from "#lib/db/embedded.ts";

const root = path.resolve(import.meta.dirname, "../..");
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "baton-embedded-"));
});

afterEach(async () => {
  await ensurePostgres(dir)
    .then((server) => server.stop())
    .catch(() => undefined); // a folder that a test spoiled on purpose
  rmSync(dir, { recursive: true, force: true });
});

describe("the embedded server", { timeout: 60_000 }, () => {
  test("keeps what was committed over a stop and a start", async () => {
    const first = await ensurePostgres(dir);
    await query(first.url, "create table kept as select 7 as number");
    await first.stop();
    await expect(query(first.url, "select 1")).rejects.toThrow(/ECONNREFUSED/);

    const second = await ensurePostgres(dir);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, "select number from kept")).toEqual([{ number: 7 }]);
  });

  test("is adopted while it runs", async () => {
    const first = await ensurePostgres(dir);
    const second = await ensurePostgres(dir);
    expect(second).toMatchObject({ url: first.url, adopted: true });
  });

  test("comes back with committed rows after kill -9", async () => {
    const first = await ensurePostgres(dir);
    await query(first.url, "create table kept as select 7 as number");
    process.kill(serverPid(), "SIGKILL");

    const second = await ensurePostgres(dir);
    expect(await query(second.url, "select number from kept")).toEqual([{ number: 7 }]);
  });

  test("starts although the process number in its lock file now belongs to another program", async () => {
    const first = await ensurePostgres(dir);
    const lock = readFileSync(lockFile(), "utf8");
    await first.stop();
    const stranger = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: "pipe" });
    try {
      writeFileSync(lockFile(), lock.replace(/^\d+/, String(stranger.pid)));
      const second = await ensurePostgres(dir);
      expect(second.adopted).toBe(false);
      expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    } finally {
      stranger.kill();
    }
  });

  test("is one server for three processes that start it at the same time", async () => {
    const script = `const { ensurePostgres } = await import("#lib/db/embedded.ts");
      console.log((await ensurePostgres(${JSON.stringify(dir)})).url)`;
    const run = () =>
      promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
    const urls = await Promise.all([run(), run(), run()]);
    expect(new Set(urls.map(({ stdout }) => stdout.trim())).size).toBe(1);
  });

  test("listens on loopback only and keeps its password to itself", async () => {
    const { url } = await ensurePostgres(dir);
    expect(await query(url, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    expect(await query(url, "show unix_socket_directories")).toEqual([{ unix_socket_directories: "" }]);
    expect(statSync(path.join(dir, "password")).mode & 0o077).toBe(0);
    const wrong = new URL(url);
    wrong.password = "wrong";
    await expect(query(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
  });

  test("says which version wrote data that it cannot read", async () => {
    await (await ensurePostgres(dir)).stop();
    writeFileSync(path.join(dir, "pg", "PG_VERSION"), "17\n");
    await expect(ensurePostgres(dir)).rejects.toThrow(
      /written by PostgreSQL 17, and this Baton brings PostgreSQL 18/,
    );
  });

  test("says in one sentence why it does not start, and where to read more", async () => {
    await (await ensurePostgres(dir)).stop();
    writeFileSync(path.join(dir, "pg", "postgresql.conf"), "no_such_setting = 1\n");
    await expect(ensurePostgres(dir)).rejects.toThrow(/does not start: .*FATAL.*postgresql\.conf.*see .*log/);
  });
});

function lockFile(): string {
  return path.join(dir, "pg", "postmaster.pid");
}

function serverPid(): number {
  return Number(readFileSync(lockFile(), "utf8").split("\n")[0]);
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newFolder, runBaton } from "#tests/support/baton.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import type { TestDatabase } from "#tests/support/database.ts";

let folder: string;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("baton", () => {
  test("lists its commands", async () => {
    const { code, stdout } = await runBaton(folder, ["--help"]);
    expect(code).toBe(0);
    for (const name of ["build", "migrate", "sandbox", "seed", "start", "web", "worker"])
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
  });

  test.each(commandNames())("%s explains itself", async (name) => {
    const { code, stdout } = await runBaton(folder, [name, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: baton ${name} `));
    expect(stdout).toContain("--json");
    expect(stdout).toContain("Exit codes: 0 done, 1 failed, 2 wrong usage.");
  });

  test.each([
    ["an unknown command", ["launch"], /There is no command "launch"/],
    ["an unknown option", ["migrate", "--fast"], /Unknown option '--fast'/],
    ["a word too many", ["migrate", "now"], /Unexpected argument 'now'/],
    ["a port that is none", ["web", "--port", "12x"], /--port must be a number between 0 and 65535/],
  ])("answers %s with exit code 2 and a sentence", async (_what, words, sentence) => {
    const { code, stderr } = await runBaton(folder, words);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("says what failed as JSON on request", async () => {
    const { code, stdout } = await runBaton(folder, ["migrate", "--json"], {
      DATABASE_URL: "mysql://nowhere",
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ error: "DATABASE_URL is wrong: must start with postgres://" });
  });

  test("reads .env", async () => {
    writeFileSync(path.join(folder, ".env"), "DATABASE_URL=postgres://nobody:secret@127.0.0.1:1/none\n");
    const { code, stderr } = await runBaton(folder, ["migrate"]);
    expect(code).toBe(1);
    expect(stderr).toBe("Nothing answers at 127.0.0.1:1.\n");
  });

  test.each(["web", "worker"])("%s names every variable it misses", async (name) => {
    const { code, stderr } = await runBaton(folder, [name]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/APP_URL is not set.*AUTH_SECRET is not set.*STRIPE_SECRET_KEY is not set/);
  });
});

describe("baton migrate and seed", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  test("find nothing to do on a database that is up to date", async () => {
    const env = { DATABASE_URL: database.ownerUrl };
    expect(JSON.parse((await runBaton(folder, ["migrate", "--json"], env)).stdout)).toEqual({ applied: [] });
    const { code, stdout } = await runBaton(folder, ["seed"], env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^partner_lms_providers +0 new/m);
    for (const line of stdout.trim().split("\n"))
      expect(line).toMatch(/ 0 new, 0 updated, [1-9]\d* unchanged$/);
  });

  test("seed --demo adds the two people once", async () => {
    const env = { DATABASE_URL: database.ownerUrl };
    const first = JSON.parse(
      (await runBaton(folder, ["seed", "--demo", "--json"], env)).stdout,
    ) as SeedResult;
    expect(first.added.map(({ email }) => email)).toEqual(["student@example.com", "admin@example.com"]);
    const second = JSON.parse(
      (await runBaton(folder, ["seed", "--demo", "--json"], env)).stdout,
    ) as SeedResult;
    expect(second.added).toEqual([]);
  });
});

interface SeedResult {
  added: { email: string }[];
}

describe("baton start refuses in one sentence, and leaves nothing behind,", () => {
  test.each([
    ["a port that is no number", { PORT: "many" }, /^PORT is wrong/],
    ["an address that is none", { APP_URL: "baton" }, /^APP_URL is wrong/],
    [
      "half of Stripe",
      { STRIPE_SECRET_KEY: "sk_test_123456" },
      /^Stripe is half configured: STRIPE_WEBHOOK_SECRET is not set/,
    ],
    ["half of a partner", { HSI_API_KEY: "key" }, /^hsi is half configured: HSI_API_BASE_URL/],
    ["a short secret", { AUTH_SECRET: "short" }, /^AUTH_SECRET is wrong/],
    ["another kind of database", { DATABASE_URL: "mysql://x" }, /^DATABASE_URL is wrong/],
  ])("%s", async (_what, env, sentence) => {
    const { code, stderr } = await runBaton(folder, ["start"], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(existsSync(path.join(folder, ".baton/pg"))).toBe(false);
  });

  test("a port that is taken", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as net.AddressInfo;
    try {
      const { code, stderr } = await runBaton(folder, ["start"], { PORT: String(port) });
      expect(code).toBe(1);
      expect(stderr).toBe(
        `Port ${port} is taken by another program: stop that one, or set PORT to a free port.\n`,
      );
      expect(existsSync(path.join(folder, ".baton/pg"))).toBe(false);
    } finally {
      server.close();
    }
  });
});

function commandNames(): string[] {
  return readdirSync(path.join(import.meta.dirname, "commands")).map((file) => file.replace(/\.ts$/, ""));
}

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newFolder, runBaton } from "#tests/support/baton.ts";
import { startInstallation } from "#tests/support/installation.ts";
import type { Installation } from "#tests/support/installation.ts";

/** The README's promises, measured where the pages are built already. */
const SECOND_START_MS = 10_000;
const STOP_MS = 10_000;
/** 127.0.0.1 in /proc/net/tcp. */
const LOOPBACK = "0100007F";

describe("baton start", () => {
  let folder: string;
  let baton: Installation;

  beforeAll(async () => {
    folder = newFolder();
    baton = await startInstallation(folder);
  });

  afterAll(async () => {
    await baton.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("serves pages and says that it is ready", async () => {
    expect(await (await fetch(`${baton.url}/readyz`)).json()).toMatchObject({ ready: true });
    const page = await fetch(`${baton.url}/programs`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Medical Assistant");
  });

  test("is there once per folder", async () => {
    const { code, stderr } = await runBaton(folder, ["start"], { PORT: "0" });
    expect(code).toBe(1);
    expect(stderr).toBe(
      `Baton already runs from this folder at ${baton.url}: stop it there with Ctrl-C first.\n`,
    );
  });

  test("listens on this machine only", () => {
    const ports = [baton.url, baton.sandboxUrl, databaseAddress(folder)].map((url) =>
      Number(new URL(url).port),
    );
    expect(ports.map(whereListened)).toEqual([[LOOPBACK], [LOOPBACK], [LOOPBACK]]);
  });

  test.each(["worker", "web", "sandbox"])("brings %s back after kill -9", async (name) => {
    const [before] = processes(folder, name);
    if (!before) throw new Error(`there is no ${name} to kill`); // and no pid 0, which would be ourselves
    process.kill(before.pid, "SIGKILL");
    await expect
      .poll(() => processes(folder, name).map(({ pid }) => pid), { timeout: 10_000 })
      .not.toEqual([]);
    await expect.poll(() => isReady(baton.url), { timeout: 10_000 }).toBe(true);
  });

  test("stops everything within ten seconds after Ctrl-C", async () => {
    const startedAt = performance.now();
    expect(await baton.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(STOP_MS);
    expect(processes(folder)).toEqual([]);
  });

  test("is ready again within ten seconds, with what it kept", async () => {
    baton = await startInstallation(folder);
    expect(baton.ms).toBeLessThan(SECOND_START_MS);
    const { stdout } = await runBaton(folder, ["seed", "--json"]);
    const { tables } = JSON.parse(stdout) as { tables: { inserted: number; updated: number }[] };
    expect(tables.length).toBeGreaterThan(3);
    expect(tables.filter(({ inserted, updated }) => inserted + updated > 0)).toEqual([]);
  });

  test("leaves only the database behind when it is killed itself, and takes it over at the next start", async () => {
    await baton.kill();
    await expect
      .poll(() => processes(folder).map(({ name }) => name), { timeout: 10_000 })
      .toEqual(["postgres"]);
    baton = await startInstallation(folder);
    expect(baton.ms).toBeLessThan(SECOND_START_MS);
    expect(await baton.stop()).toBe(0);
    expect(processes(folder)).toEqual([]);
  });
});

test("what cannot start leaves nothing running", async () => {
  const folder = newFolder();
  try {
    const { code, stderr } = await runBaton(folder, ["start"], {
      PORT: "0",
      SMTP_URL: "smtp://127.0.0.1:1",
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    });
    expect(code).toBe(1);
    expect(stderr.trim().split("\n").at(-1)).toBe("Nothing answers at 127.0.0.1:1.");
    expect(processes(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

interface Process {
  pid: number;
  name: string;
}

/** Web, worker, sandbox and database that belong to this folder: the first three run in it, the last on its data. */
function processes(folder: string, wanted?: string): Process[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  return rows.flatMap((row) => {
    const [, pid = "", args = ""] = /^\s*(\d+) (.*)$/.exec(row) ?? [];
    const name = args.includes(`-D ${folder}`)
      ? "postgres"
      : /cli\/baton\.\w+ (web|worker|sandbox)$/.exec(args)?.[1];
    if (!name || (wanted && name !== wanted)) return [];
    return name === "postgres" || folderOf(pid) === folder ? [{ pid: Number(pid), name }] : [];
  });
}

function folderOf(pid: string): string {
  try {
    return execFileSync("readlink", [`/proc/${pid}/cwd`], { encoding: "utf8" }).trim();
  } catch {
    return ""; // it ended, or belongs to somebody else
  }
}

function databaseAddress(folder: string): string {
  const port = readFileSync(path.join(folder, ".baton/pg/postmaster.pid"), "utf8").split("\n")[3];
  return `postgres://127.0.0.1:${port}`;
}

/** Addresses on which anybody listens at this port, as the kernel writes them. */
function whereListened(port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const rows = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => readFileSync(file, "utf8").split("\n"));
  return rows.flatMap((row) => {
    const [, address = "", at] = /^\s*\d+: (\w+):(\w{4}) \S+ 0A /.exec(row) ?? [];
    return at === wanted ? [address] : [];
  });
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tryLock, waitForLock } from "#cli/process-lock.ts";
import { newFolder } from "#tests/support/baton.ts";

const root = path.resolve(import.meta.dirname, "..");
let folder: string;
let file: string;

beforeEach(() => {
  folder = newFolder();
  file = path.join(folder, "deep/lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("one lock has one holder, until it gives it back", async () => {
  const lock = await tryLock(file);
  expect(lock).not.toBeNull();
  expect(await tryLock(file)).toBeNull();
  lock?.release();
  const next = await tryLock(file);
  expect(next).not.toBeNull();
  next?.release();
});

test("a holder that was killed holds nothing, and whoever waits goes on", async () => {
  const holder = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `const { tryLock } = await import("#cli/process-lock.ts");
       await tryLock(${JSON.stringify(file)});
       console.log("held");
       setInterval(() => undefined, 1000);`,
    ],
    { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(holder.stdout, "data");
  expect(await tryLock(file)).toBeNull();
  const waiting = waitForLock(file);
  holder.kill("SIGKILL");
  (await waiting).release();
});

test("waiting ends when it is no longer wanted", async () => {
  const lock = await tryLock(file);
  await expect(waitForLock(file, AbortSignal.timeout(300))).rejects.toThrow(/abort/i);
  lock?.release();
});

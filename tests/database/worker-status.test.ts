/** What a worker process shows of itself, when it is given a port. */
import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadConfig } from "#lib/config.ts";
import { buy, pay, startEngine, until, type Engine } from "#tests/support/engine.ts";
import { openStatus } from "#worker/status.ts";

const CLI = path.resolve(import.meta.dirname, "../../cli/baton.mjs");

let engine: Engine;
let worker: ChildProcess;
let base = "";
let printed = "";

beforeAll(async () => {
  engine = await startEngine({ METRICS_TOKEN: "a-token-of-some-length" }, { worker: false });
  worker = spawn(process.execPath, [CLI, "worker"], {
    env: { ...process.env, ...engine.env, WORKER_PORT: "0", LOG_LEVEL: "info", DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  worker.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const port = await until(async () => /"port":(\d+).*worker works/.exec(printed)?.[1], 30_000);
  base = `http://127.0.0.1:${port}`;
}, 60_000);

afterAll(async () => {
  const gone = new Promise((resolve) => worker.once("exit", resolve));
  worker.kill("SIGTERM");
  await gone;
  await engine.stop();
  if (worker.exitCode !== 0) throw new Error(`the worker ended with ${worker.exitCode}`);
});

test("it is alive and ready", async () => {
  expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ status: "ok" });
  const ready = await fetch(`${base}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { ready: true, database: true, migrations: true, queue: true },
  ]);
  expect((await fetch(`${base}/elsewhere`)).status).toBe(404);
});

test("its figures count its jobs, and hold those that all processes share", async () => {
  await pay(engine, await buy(engine, "medical-assistant"));
  const text = await until(async () => {
    const body = await (await fetch(`${base}/metrics`)).text();
    return /baton_jobs_total\{job="enroll-step",outcome="done"\}/.test(body) && body;
  });
  expect(text).toMatch(/baton_oldest_waiting_order_seconds \d/);
  expect(text).toMatch(
    /baton_partner_calls_total\{partner="hsi",operation="createAccount",outcome="ok"\} \d/,
  );
  expect(text).toContain('baton_partner_breaker_open{partner="hsi"} 0');
  expect(text).toContain("process_resident_memory_bytes");
});

test("behind a proxy its figures take the token", async () => {
  const ask = (headers: Record<string, string>) => fetch(`${base}/metrics`, { headers });
  expect((await ask({ "x-forwarded-for": "203.0.113.7" })).status).toBe(401);
  const token = { "x-forwarded-for": "203.0.113.7", authorization: "Bearer a-token-of-some-length" };
  expect((await ask(token)).status).toBe(200);
});

test("a port that is taken is named, and none is opened without one", async () => {
  const taken = new URL(base).port;
  await expect(openStatus(loadConfig({ ...engine.env, WORKER_PORT: taken }))).rejects.toThrow(
    `WORKER_PORT is wrong: port ${taken} on 127.0.0.1 cannot be had`,
  );
  expect(await openStatus(loadConfig(engine.env))).toBeNull();
});

/** A partner that is sold must be reachable: a worker says so before it takes any work. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorker } from "#lib/automation/start-worker.ts";
import { startEngine, type Engine } from "#tests/support/engine.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({}, { worker: false });
}, 60_000);
afterAll(() => engine.stop());

test("a worker in production refuses to start while an active partner lacks its variables, and names them", async () => {
  const { HSI_API_KEY: _key, HSI_ORG_ID: _org, ...env } = engine.env;
  await expect(startWorker({ ...env, NODE_ENV: "production" })).rejects.toThrow(
    'the provider "hsi" is active and HSI_API_KEY, HSI_ORG_ID are not set',
  );
  await engine.owner.query(
    "update public.partner_lms_providers set active = false where provider_type = 'hsi'",
  );
  await (await startWorker({ ...env, NODE_ENV: "production" })).stop(5);
});

test("a worker in production refuses to start while an active partner has no connector at all", async () => {
  await engine.owner.query(
    "insert into public.partner_lms_providers (provider_name, provider_type) values ('Nobody', 'nobody')",
  );
  await expect(startWorker({ ...engine.env, NODE_ENV: "production" })).rejects.toThrow(
    'the provider "nobody" is active and has no connector',
  );
});

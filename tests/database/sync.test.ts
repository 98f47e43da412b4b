/** Polling: what is due is read once, in order, by any number of workers; what a lost worker had taken comes back. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startWorker, type Worker } from "#lib/automation/start-worker.ts";
import { syncAllActivePartnerEnrollments } from "#lib/automation/sync-progress.ts";
import { openDatabase, type Database } from "#lib/db/client.ts";
import { giveBack, takeDue } from "#lib/db/sync-leases.ts";
import { startCountingPartner, type CountingPartner } from "#tests/support/counting-partner.ts";
import { addDueEnrollments } from "#tests/support/due-enrollments.ts";
import { startEngine, until, value, type Engine } from "#tests/support/engine.ts";

const DUE = 300;

let engine: Engine;
let partner: CountingPartner;
let db: Database;
let workers: Worker[] = [];

beforeAll(async () => {
  partner = await startCountingPartner();
  engine = await startEngine({ JRI_API_BASE_URL: partner.url }, { worker: false });
  db = openDatabase(engine.env["WORKER_DATABASE_URL"]!);
  await addDueEnrollments(engine.owner, "jri", DUE);
});
beforeEach(async () => {
  await engine.owner.query(
    "update partner_lms_enrollments set next_sync_at = now() - interval '5 minutes' - make_interval(secs => 1000 - split_part(external_enrollment_id, '-', 2)::int)",
  );
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(5)));
});
afterAll(async () => {
  await db.close();
  await engine.stop();
  await partner.stop();
});

async function startWorkers(count: number): Promise<Worker[]> {
  workers = await Promise.all(Array.from({ length: count }, () => startWorker({ ...engine.env })));
  return workers;
}

const stillDue = () =>
  value<number>(engine, "select count(*)::int from partner_lms_enrollments where next_sync_at <= now()");

test("three workers read each of three hundred once, at the partner's rate", async () => {
  const [first, ...others] = await startWorkers(3);
  const before = partner.readAt.length;
  await Promise.all([first!, ...others].map(({ deps }) => syncAllActivePartnerEnrollments(deps)));
  await until(async () => partner.readAt.length - before >= DUE && (await stillDue()) === 0, 30_000);
  await until(() =>
    value(
      engine,
      "select 1 where not exists (select from partner_lms_enrollments where last_news_at < now() - interval '10 minutes')",
    ),
  );
  expect(partner.readAt.length - before).toBe(DUE);
  expect(new Set(partner.reads.values())).toEqual(new Set([1]));
  const took = partner.readAt.at(-1)! - partner.readAt.at(before)!;
  expect(took).toBeGreaterThan((DUE / 100) * 1000 * 0.8); // a small burst comes at once
}, 60_000);

test("what one took nobody else takes, oldest first, until its lease is over", async () => {
  const taken = await Promise.all([1, 2, 3].map(() => takeDue(db.kysely, "jri", 100)));
  const ids = taken.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(DUE);
  expect(await takeDue(db.kysely, "jri", 100)).toEqual([]);
  await engine.owner.query(
    "update partner_lms_enrollments set next_sync_at = next_sync_at - interval '121 seconds'",
  );
  expect(await takeDue(db.kysely, "jri", 400)).toHaveLength(DUE);
  await giveBack(db.kysely, taken[0]!);
  expect(await stillDue()).toBe(taken[0]!.length);
});

test("those whose news are oldest come first", async () => {
  const numbers = (await takeDue(db.kysely, "jri", 5)).map(
    ({ externalEnrollmentId }) => externalEnrollmentId,
  );
  expect(numbers.toSorted()).toEqual(["due-1", "due-2", "due-3", "due-4", "due-5"]);
});

test("a provider that is switched off is asked nothing", async () => {
  await engine.owner.query("update partner_lms_providers set active = false where provider_type = 'jri'");
  expect(await takeDue(db.kysely, "jri", 5)).toEqual([]);
  const [worker] = await startWorkers(1);
  await syncAllActivePartnerEnrollments(worker!.deps);
  expect(
    await value(
      engine,
      "select count(*)::int from pgboss.job where name = 'sync-partner' and state < 'active'",
    ),
  ).toBe(0);
  await engine.owner.query("update partner_lms_providers set active = true where provider_type = 'jri'");
});

test("a partner that fails is left alone after a few tries, and what was taken is given back", async () => {
  const rounds = () =>
    value<number>(
      engine,
      "select count(*)::int from pgboss.job where name = 'sync-partner' and state = 'completed'",
    );
  const before = await rounds();
  await partner.stop();
  const [worker] = await startWorkers(1);
  await syncAllActivePartnerEnrollments(worker!.deps);
  await until(async () => (await rounds()) > before, 50_000);
  expect(await stillDue()).toBeGreaterThan(DUE / 2);
}, 90_000);

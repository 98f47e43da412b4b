/** The queue as Baton uses it: its tables, its retries, and what becomes of a worker that dies. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asItself, openDatabase } from "#lib/db/client.ts";
import { JOB_NAMES } from "#lib/queue/jobs.ts";
import { openQueue, type Tasks } from "#lib/queue/queue.ts";
import { buy, pay, setPartnerFaults, startEngine, until, value, type Engine } from "#tests/support/engine.ts";

/** What operators are promised; see invariant 22. */
const RUNS_AGAIN_WITHIN_MS = 60_000;

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({}, { worker: false });
});
afterAll(() => engine.stop());

function startWorkerProcess(): ChildProcess {
  return spawn(process.execPath, ["worker/index.ts"], {
    env: { ...process.env, ...engine.env, LOG_LEVEL: "silent" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

test("the migrations make the tables of the pg-boss that is installed, and it refuses others", async () => {
  const open = () => openQueue(engine.env["WORKER_DATABASE_URL"]!, { supervise: false });
  await (await open()).stop(1);
  await engine.owner.query("update pgboss.version set version = version + 1");
  await expect(open()).rejects.toThrow("requires migrations");
  await engine.owner.query("update pgboss.version set version = version - 1");
});

test("a job queued in a transaction that is rolled back does not exist, and a key queued twice is one job", async () => {
  const url = engine.env["WORKER_DATABASE_URL"]!;
  const [db, queue] = [openDatabase(url), await openQueue(url, { supervise: false })];
  const job = { data: { enrollmentId: crypto.randomUUID() }, key: crypto.randomUUID() };
  await expect(
    asItself(db, async (tx) => {
      await queue.enqueue(tx, "issue-certificate", [job]);
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  const count = () =>
    value<number>(engine, "select count(*)::int from pgboss.job where singleton_key = $1", [job.key]);
  expect(await count()).toBe(0);
  await Promise.all([1, 2, 3].map(() => asItself(db, (tx) => queue.enqueue(tx, "issue-certificate", [job]))));
  expect(await count()).toBe(1);
  await engine.owner.query("delete from pgboss.job where singleton_key = $1", [job.key]);
  await queue.stop(1);
  await db.close();
});

test("a tick that dies is followed by the next one, every other job that dies is told of", async () => {
  await (await openQueue(engine.env["WORKER_DATABASE_URL"]!, { supervise: false })).stop(1);
  const { rows } = await engine.owner.query<{ name: string; untold: boolean }>(
    "select name, dead_letter is null as untold from pgboss.queue where name not like '\\_\\_%' and name <> 'dead-job'",
  );
  expect(
    rows
      .filter((row) => row.untold)
      .map((row) => row.name)
      .toSorted(),
  ).toEqual([
    "check-alerts",
    "collect-partner-records",
    "erase-due-people",
    "nudge-stuck-students",
    "prune-history",
    "reconcile-payments",
    "sweep",
    "sync-active-partner-enrollments",
    "sync-partner",
    "sync-partner-enrollment",
  ]);
});

test("a worker that is asked to stop finishes what runs, starts nothing more, and does not wait any longer", async () => {
  const url = engine.env["WORKER_DATABASE_URL"]!;
  const [db, queue] = [openDatabase(url), await openQueue(url, { supervise: false })];
  const ended: string[] = [];
  const take = async ({ data }: { data: object }) => {
    await pause(400);
    ended.push(JSON.stringify(data));
  };
  const tasks = Object.fromEntries(JOB_NAMES.map((name) => [name, take])) as unknown as Tasks;
  await queue.work(tasks, async () => undefined);
  const enrollmentId = crypto.randomUUID();
  await asItself(db, (tx) =>
    queue.enqueue(tx, "issue-certificate", [{ data: { enrollmentId }, key: enrollmentId }]),
  );
  const state = () =>
    value<string>(engine, "select state::text from pgboss.job where singleton_key = $1", [enrollmentId]);
  await until(async () => (await state()) === "active");
  const startedAt = performance.now();
  await queue.stop(20);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(ended).toEqual([JSON.stringify({ enrollmentId })]);
  expect(await state()).toBe("completed");
  await db.close();
});

test("a job whose worker is ended with SIGKILL runs again within 60 seconds, and the student is enrolled once", async () => {
  await setPartnerFaults(engine, "hsi", { slowMs: 2_000 });
  const bought = await buy(engine, "cpr-first-aid");
  await pay(engine, bought);
  const first = startWorkerProcess();
  const running = () =>
    value<string>(
      engine,
      "select singleton_key from pgboss.job where name = 'enroll-step' and state = 'active'",
    );
  const stepId = await until(running, 30_000);
  first.kill("SIGKILL");
  await once(first, "exit");
  const killedAt = Date.now();
  const second = startWorkerProcess();
  await until(
    () =>
      value(
        engine,
        "select retry_count > 0 and state = 'active' from pgboss.job where name = 'enroll-step' and singleton_key = $1",
        [stepId],
      ),
    RUNS_AGAIN_WITHIN_MS,
  );
  expect(Date.now() - killedAt).toBeLessThan(RUNS_AGAIN_WITHIN_MS);
  await until(
    async () =>
      (await value(engine, "select status from enrollment_steps where id = $1", [stepId])) === "in_progress",
    30_000,
  );
  const response = await fetch(`${engine.sandboxUrl}/_sandbox/partners/hsi/enrollments?reference=${stepId}`);
  expect(((await response.json()) as { enrollments: unknown[] }).enrollments).toHaveLength(1);
  second.kill("SIGTERM");
  const [code] = await once(second, "exit");
  expect(code).toBe(0);
}, 120_000);

/** What is kept of calls to the outside, written as web and as worker. */
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startCallRecorder } from "#lib/automation/record-partner-calls.ts";
import { openPool } from "#lib/db/pool.ts";
import type { OutsideCall } from "#lib/domain/outside-call.ts";
import { readMetrics } from "#lib/metrics.ts";
import { openCuttableRoad } from "#tests/support/cuttable-road.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { buy, pay, startEngine, until, untilStep, value } from "#tests/support/engine.ts";

let database: TestDatabase;
let web: pg.Pool;
let worker: pg.Pool;
let owner: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  web = openPool(database.webUrl, { max: 2 });
  worker = openPool(database.workerUrl, { max: 2 });
  owner = openPool(database.ownerUrl, { max: 2 });
});

beforeEach(() => owner.query("truncate public.partner_calls, public.partner_call_minutes"));

afterAll(async () => {
  await Promise.all([web, worker, owner].map((pool) => pool.end()));
  await database.drop();
});

const call = (ms: number, over: Partial<OutsideCall> = {}): OutsideCall => ({
  partner: "hsi",
  operation: "getProgress",
  outcome: "ok",
  status: 200,
  ms,
  ...over,
});

const minutes = async () =>
  (await owner.query("select * from public.partner_call_minutes order by partner, minute")).rows;

test("calls of two processes at once are each kept, and added up per partner and minute", async () => {
  const recorders = [startCallRecorder(web), startCallRecorder(worker)];
  for (const recorder of recorders)
    for (let nth = 0; nth < 300; nth += 1) {
      recorder.record(call(nth % 2 ? 50 : 2500));
      recorder.record(call(12_000, { partner: "jri", outcome: "retry", status: null }));
    }
  await Promise.all(recorders.map((recorder) => recorder.stop()));
  const { rows } = await owner.query("select count(*)::int as calls from public.partner_calls");
  expect(rows).toEqual([{ calls: 1200 }]);
  const found = await minutes();
  const sum = (partner: string, column: string) =>
    found.filter((row) => row.partner === partner).reduce((total, row) => total + Number(row[column]), 0);
  const columns = ["calls", "errors", "ms_sum", "to_100_ms", "to_3_s", "over_10_s"];
  expect(columns.map((column) => sum("hsi", column))).toEqual([600, 0, 765_000, 300, 300, 0]);
  expect(columns.map((column) => sum("jri", column))).toEqual([600, 600, 7_200_000, 0, 0, 600]);
  expect(Math.max(...found.map((row) => row.ms_max))).toBe(12_000);
});

test("a call is in the bucket whose bound it does not pass", async () => {
  const recorder = startCallRecorder(worker);
  for (const ms of [100, 101, 300, 1000, 3000, 10_000, 10_001]) recorder.record(call(ms));
  await recorder.stop();
  const [row] = await minutes();
  expect(row).toMatchObject({ to_100_ms: 1, to_300_ms: 2, to_1_s: 1, to_3_s: 1, to_10_s: 1, over_10_s: 1 });
});

test("calls are written about a second after they were made, with the time they were made", async () => {
  const recorder = startCallRecorder(worker);
  recorder.record(call(5));
  const row = await until(async () => {
    const { rows } = await owner.query(
      "select extract(epoch from clock_timestamp() - called_at)::float8 as age from public.partner_calls",
    );
    return rows[0];
  });
  expect(row.age).toBeGreaterThan(0.9);
  expect(row.age).toBeLessThan(3);
  await recorder.stop();
});

test("calls wait while the database is away", async () => {
  const road = await openCuttableRoad(database.workerUrl);
  const pool = openPool(road.url, { max: 1 });
  const recorder = startCallRecorder(pool);
  try {
    await road.cut();
    recorder.record(call(5));
    await recorder.stop();
    expect(await minutes()).toEqual([]);
    await road.mend();
    await recorder.stop();
    expect(await minutes()).toMatchObject([{ calls: 1 }]);
  } finally {
    await pool.end();
    await road.cut();
  }
});

test("a call that the database refuses costs no later one", async () => {
  const recorder = startCallRecorder(worker);
  recorder.record(call(5, { operation: "not a word; drop table" }));
  await recorder.stop();
  const second = startCallRecorder(worker);
  second.record(call(5));
  await second.stop();
  expect(await minutes()).toMatchObject([{ calls: 1 }]);
});

test("a student's way leaves calls of partner and Stripe behind, and nothing of the student", async () => {
  const engine = await startEngine();
  try {
    const bought = await buy(engine, "medical-assistant");
    await pay(engine, bought);
    await untilStep(engine, bought.orderId, 1, "in_progress");
    const calls = await until(async () => {
      const { rows } = await engine.owner.query<{ call: string }>(
        "select distinct partner || ' ' || operation || ' ' || outcome as call from partner_calls",
      );
      return rows.length >= 3 && rows.map((row) => row.call);
    });
    expect(calls).toEqual(
      expect.arrayContaining([
        "hsi createAccount ok",
        "hsi enrollInCourse ok",
        "stripe getCheckoutSession ok",
      ]),
    );
    const text = await value<string>(engine, "select string_agg(c::text, ' ') from partner_calls c");
    expect(text).not.toContain(bought.student.id);
    expect(text).not.toMatch(/@|https?:/);
    const { text: metrics } = await readMetrics();
    expect(metrics).toMatch(
      /baton_partner_calls_total\{partner="hsi",operation="createAccount",outcome="ok"\} \d/,
    );
    expect(metrics).toMatch(/baton_partner_call_seconds_bucket\{le="0.1",partner="stripe"\} \d/);
    expect(metrics).toMatch(/baton_jobs_total\{job="enroll-step",outcome="done"\} \d/);
    expect(metrics).toContain('baton_partner_breaker_open{partner="hsi"} 0');
    expect(metrics).toMatch(/baton_oldest_waiting_order_seconds \d/);
  } finally {
    await engine.stop();
  }
});

/** A worker that is killed again and again while students switch: one enrollment and one refund each all the same. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import {
  setPartnerFaults,
  startEngine,
  until,
  untilStep,
  value,
  type Engine,
} from "#tests/support/engine.ts";
import { askToSwitch, buyWith, livingAt, stepAt } from "#tests/support/switching.ts";

const STUDENTS = 12;
const KILLS = 10;

let engine: Engine;
let worker: ChildProcess;
beforeAll(async () => {
  engine = await startEngine({}, { worker: false });
  worker = startWorkerProcess();
});
afterAll(async () => {
  await kill();
  await engine.stop();
});

function startWorkerProcess(): ChildProcess {
  return spawn(process.execPath, ["worker/index.ts"], {
    env: { ...process.env, ...engine.env, LOG_LEVEL: "silent" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

async function kill(): Promise<void> {
  const gone = once(worker, "exit");
  worker.kill("SIGKILL");
  await gone;
}

async function killAfter(ms: number): Promise<void> {
  await pause(ms);
  await kill();
  worker = startWorkerProcess();
}

test("a switch under SIGKILL at any moment ends with one living enrollment and one refund", async () => {
  const students = await Promise.all(Array.from({ length: STUDENTS }, () => buyWith(engine, "certiport")));
  for (const { orderId } of students) await untilStep(engine, orderId, 1, "in_progress");
  // Answers take a while, so that a kill finds the worker in the middle of them.
  for (const partner of ["certiport", "careersafe"]) await setPartnerFaults(engine, partner, { slowMs: 200 });
  await Promise.all(students.map((bought) => askToSwitch(engine, bought, "careersafe")));
  for (let kills = 0; kills < KILLS; kills++) await killAfter(500 + kills * 110);

  const count = (text: string) => value<number>(engine, `select count(*)::int from ${text}`);
  await until(async () => (await count("partner_switches where status = 'done'")) === STUDENTS, 150_000);
  await until(async () => (await count("orders where refunded_cents = 15000")) === STUDENTS, 60_000);
  expect(await count("ledger_entries where purpose = 'refund'")).toBe(2 * STUDENTS);
  for (const { orderId } of students) {
    const stepId = await stepAt(engine, orderId);
    const living = await Promise.all([
      livingAt(engine, "certiport", stepId),
      livingAt(engine, "careersafe", stepId),
    ]);
    expect(living).toEqual([0, 1]);
  }
  const refunds = await fetch(`${engine.sandboxUrl}/v1/refunds?limit=100`, {
    headers: { authorization: `Bearer ${engine.env["STRIPE_SECRET_KEY"]}` },
  });
  const { data } = (await refunds.json()) as { data: { amount: number }[] };
  expect(data.map(({ amount }) => amount)).toEqual(Array.from({ length: STUDENTS }, () => 15000));
  const counts = (await (await fetch(`${engine.sandboxUrl}/_sandbox/counts`)).json()) as Record<
    string,
    { duplicateEnrollments: number }
  >;
  expect(counts["careersafe"]?.duplicateEnrollments).toBe(0);
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
}, 400_000);

/** A worker that is killed again and again while students fail exams: each try costs one voucher all the same. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import {
  buy,
  learn,
  pay,
  setPartnerFaults,
  startEngine,
  until,
  value,
  type Engine,
} from "#tests/support/engine.ts";

const STUDENTS = 12;
const KILLS = 12;

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

const enrollments = async (standing: string) => {
  const { rows } = await engine.owner.query<{ external: string }>(
    "select external_enrollment_id as external from partner_lms_enrollments where status = 'active' and standing = $1",
    [standing],
  );
  return rows.map(({ external }) => external);
};

test("registration and retake under SIGKILL at any moment use one voucher each", async () => {
  // Answers take a while, so that a kill finds the worker in the middle of them.
  await setPartnerFaults(engine, "certiport", { slowMs: 150 });
  const students = await Promise.all(
    Array.from({ length: STUDENTS }, (_, number) =>
      buy(engine, "cybersecurity-analyst", `Kill Student ${number}`),
    ),
  );
  await Promise.all(students.map((student) => pay(engine, student)));
  for (let kills = 0; kills < KILLS / 2; kills++) await killAfter(700 + kills * 130);
  const started = () =>
    value<number>(engine, "select count(*)::int from partner_lms_enrollments where status = 'active'");
  await until(async () => (await started()) === STUDENTS, 120_000);

  for (const external of await enrollments("learning"))
    await learn(engine, "certiport", external, "fail-exam");
  for (let kills = 0; kills < KILLS / 2; kills++) await killAfter(800 + kills * 170);
  await until(async () => (await enrollments("retake_ready")).length === STUDENTS, 150_000);
  await until(
    async () =>
      (await value(
        engine,
        "select count(*)::int from partner_vouchers where external_voucher_id is not null and status = 'reserved'",
      )) === 0,
    60_000,
  );

  const { rows } = await engine.owner.query<{ tries: string }>(
    `select string_agg(attempt || ' ' || status, ', ' order by attempt) as tries
     from partner_vouchers where external_voucher_id is not null group by partner_enrollment_id`,
  );
  expect(rows.map(({ tries }) => tries)).toEqual(
    Array.from({ length: STUDENTS }, () => "1 consumed, 2 consumed"),
  );
  const counts = (await (await fetch(`${engine.sandboxUrl}/_sandbox/counts`)).json()) as Record<
    string,
    { duplicateEnrollments: number; specials: Record<string, number> }
  >;
  expect(counts["certiport"]).toMatchObject({
    duplicateEnrollments: 0,
    specials: { duplicateVouchers: 0, vouchersReserved: 0, vouchersConsumed: 2 * STUDENTS },
  });
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
}, 400_000);

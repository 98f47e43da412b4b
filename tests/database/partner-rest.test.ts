/** A partner that was away: what happens to those who waited for it, once it is back. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { tellPartnerIsBack } from "#lib/automation/hurry-partner.ts";
import { buy, pay, setPartnerFaults, startEngine, until, value, type Engine } from "#tests/support/engine.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
}, 60_000);
afterAll(() => engine.stop());

const STUDENTS = 6;
const count = (where: string) =>
  value<number>(engine, `select count(*)::int from public.enrollment_steps where ${where}`);

test("everybody who waits for a partner goes on as soon as one call finds it well, however long their pause", async () => {
  await setPartnerFaults(engine, "hsi", { down: true });
  for (let student = 0; student < STUDENTS; student++) {
    await pay(engine, await buy(engine, "medical-assistant"));
  }
  await until(
    async () =>
      (await value<number>(
        engine,
        "select count(*)::int from public.partner_gates where partner = 'hsi' and opened_at is not null",
      )) === 1,
  );
  await until(async () => {
    const waiting = await value<number>(
      engine,
      "select count(*)::int from pgboss.job where name = 'enroll-step' and state = 'retry'",
    );
    return waiting === STUDENTS;
  });
  // As after hours of trouble, but for one whose pause ends now.
  await engine.owner.query(`
    update pgboss.job set start_after = now() + interval '30 minutes'
    where name = 'enroll-step' and id <> (select min(id::text)::uuid from pgboss.job where name = 'enroll-step')`);
  await setPartnerFaults(engine, "hsi", {});
  await until(async () => (await count("status = 'in_progress'")) === STUDENTS, 60_000);
  expect(await count("status = 'in_progress'")).toBe(STUDENTS);
}, 120_000);

test("a web process whose launch finds the partner well lets them go on, too", async () => {
  await setPartnerFaults(engine, "careersafe", { down: true });
  await pay(engine, await buy(engine, "forklift-operator"));
  const waiting = () =>
    value<number>(
      engine,
      "select count(*)::int from pgboss.job where name = 'enroll-step' and state = 'retry' and group_id = 'careersafe'",
    );
  await until(async () => (await waiting()) === 1);
  await engine.owner.query(
    "update pgboss.job set start_after = now() + interval '30 minutes' where name = 'enroll-step' and state = 'retry'",
  );
  await setPartnerFaults(engine, "careersafe", {});
  await tellPartnerIsBack(engine.web, "careersafe");
  await until(async () => (await count("status = 'in_progress'")) === STUDENTS + 1);
  expect(await waiting()).toBe(0);
}, 60_000);

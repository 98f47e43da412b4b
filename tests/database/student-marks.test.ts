/** What makes the pages of a student update by themselves. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readMarks } from "#lib/db/reads/student-marks.ts";
import { buy, learn, pay, startEngine, until, untilStep, type Engine } from "#tests/support/engine.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const markOf = async (id: string) => (await readMarks(engine.web.kysely, [id])).get(id)!;

test("a student's mark changes with payment, access, progress, completion and certificate, another's does not", async () => {
  const other = await buy(engine, "cpr-first-aid", "Other Student");
  const bought = await buy(engine, "cpr-first-aid");
  const { id } = bought.student;
  const untouched = await markOf(other.student.id);
  const changed = (before: string) =>
    until(async () => (await markOf(id)) !== before && (await markOf(id)), 5_000);

  const unpaid = await markOf(id);
  expect(await markOf(id)).toBe(unpaid);
  await pay(engine, bought);
  await changed(unpaid);
  const external = (await untilStep(engine, bought.orderId, 1, "in_progress"))!;
  const ready = await markOf(id);
  await learn(engine, "hsi", external, "progress", { progress: 40 });
  const moved = await changed(ready);
  await learn(engine, "hsi", external, "complete");
  await changed(moved);
  await untilStep(engine, bought.orderId, 1, "completed");
  expect(await markOf(other.student.id)).toBe(untouched);
});

test("a row that was written earlier and committed later changes the mark too", async () => {
  const { student, orderId } = await buy(engine, "cpr-first-aid", "Late Student");
  const late = await engine.owner.connect();
  try {
    await late.query("begin");
    await late.query("select now()");
    await engine.owner.query("update orders set updated_at = now() where id = $1", [orderId]);
    const before = await markOf(student.id);
    await late.query("update orders set updated_at = now() where id = $1", [orderId]);
    await late.query("commit");
    expect(await markOf(student.id)).not.toBe(before);
  } finally {
    late.release();
  }
});

test("of a student nobody knows there is a mark that never changes", async () => {
  const nobody = "6a9d2f0e-5c1b-4e3a-8f7d-0b1c2d3e4f50";
  expect(await markOf(nobody)).toBe(await markOf(nobody));
});

/** A partner tells progress, and what it asks for next only when it is read: so that follows soon. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { buy, learn, pay, startEngine, until, untilStep, value, type Engine } from "#tests/support/engine.ts";

let engine: Engine;
beforeAll(async () => void (engine = await startEngine()));
afterAll(() => engine.stop());

test("progress that grew is followed by a read within seconds, the same progress again is not", async () => {
  const bought = await buy(engine, "cpr-first-aid");
  await pay(engine, bought);
  const external = (await untilStep(engine, bought.orderId, 1, "in_progress"))!;
  const read = (column: string) =>
    value<number>(engine, `select ${column} from partner_lms_enrollments where external_enrollment_id = $1`, [
      external,
    ]);
  const secondsToRead = () => read("extract(epoch from next_sync_at - now())::float8");
  expect(await secondsToRead()).toBeGreaterThan(600);

  await learn(engine, "hsi", external, "progress", { progress: 40 });
  await until(async () => (await read("progress_percentage")) === 40);
  expect(await secondsToRead()).toBeLessThanOrEqual(20);

  await learn(engine, "hsi", external, "progress", { progress: 40 });
  await until(async () => (await secondsToRead()) > 600);
});

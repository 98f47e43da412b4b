/** First progress, completion and workers that die, each racing with a switch: never two living enrollments (14). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { setTimeout as pause } from "node:timers/promises";
import { findBrokenInvariants } from "#cli/simulate/checks.ts";
import { startWorker } from "#lib/automation/start-worker.ts";
import {
  learn,
  setPartnerFaults,
  startEngine,
  until,
  untilStep,
  value,
  type Bought,
  type Engine,
} from "#tests/support/engine.ts";
import { askToSwitch, buyWith, latestSwitch, livingAt, stepAt } from "#tests/support/switching.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

/** Milliseconds between the wish and what races with it; negative: the wish comes later. */
const OFFSETS = [-60, -40, -25, -15, -10, -6, -3, 0, 0, 3, 6, 10, 15, 20, 25, 30, 40, 50, 60, 80];

const OVER = ["done", "refused"];

const LIVING =
  "select count(*)::int from partner_lms_enrollments where step_id = $1 and status in ('pending', 'active', 'completed')";

async function untilOver(bought: Bought): Promise<{ status: string; refusal: string | null }> {
  return until(async () => {
    const seen = await latestSwitch(engine, bought.orderId);
    return seen && OVER.includes(seen.status) ? seen : null;
  }, 60_000);
}

async function race(bought: Bought, offsetMs: number, act: () => Promise<unknown>): Promise<void> {
  const wish = async () => {
    await pause(Math.max(0, -offsetMs));
    // The page may say no already: that is one of the ways this race ends.
    await askToSwitch(engine, bought, "careersafe").catch(() => undefined);
  };
  const rival = async () => {
    await pause(Math.max(0, offsetMs));
    await act().catch(() => undefined);
  };
  await Promise.all([wish(), rival()]);
}

test.each([
  ["progress", { progress: 40 }],
  ["complete", {}],
])(
  "%s at the old partner at any moment of a switch leaves one living enrollment",
  async (act, body) => {
    const ended: Record<string, number> = {};
    await Promise.all(
      OFFSETS.map(async (offset) => {
        const bought = await buyWith(engine, "hsi");
        const external = (await untilStep(engine, bought.orderId, 1, "in_progress"))!;
        await race(bought, offset, () => learn(engine, "hsi", external, act, body));
        const asked = await latestSwitchSoon(bought);
        const status = asked ? (await untilOver(bought)).status : "not asked";
        ended[status] = (ended[status] ?? 0) + 1;
        const stepId = await stepAt(engine, bought.orderId);
        if (status === "done") await untilStep(engine, bought.orderId, 1, "in_progress");
        const atPartners = await Promise.all([
          livingAt(engine, "hsi", stepId),
          livingAt(engine, "careersafe", stepId),
        ]);
        expect(atPartners).toEqual(status === "done" ? [0, 1] : [1, 0]);
        expect(await value(engine, LIVING, [stepId])).toBe(1);
      }),
    );
    // Both ways must have been seen, else the race was none.
    expect(Object.keys(ended).length).toBeGreaterThan(1);
    expect(await findBrokenInvariants(engine.owner)).toEqual([]);
  },
  180_000,
);

/** The wish is written by the worker: null when the page said no. */
async function latestSwitchSoon(bought: Bought) {
  const stepId = await stepAt(engine, bought.orderId);
  const wished = await value<boolean>(
    engine,
    "select exists (select from inbox_events where event_type = 'partner.switch' and body::jsonb ->> 'stepId' = $1)",
    [stepId],
  );
  return wished ? until(() => latestSwitch(engine, bought.orderId), 30_000) : null;
}

test("answers lost after success and stopped workers switch every student once", async () => {
  await setPartnerFaults(engine, "hsi", { resetAfterSuccessRate: 0.3 });
  await setPartnerFaults(engine, "careersafe", { errorRate: 0.3 });
  const students = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const bought = await buyWith(engine, "hsi");
      return bought;
    }),
  );
  // Asked while some are still being set up.
  await Promise.all(students.map((bought) => askWhenThere(bought)));
  for (let round = 0; round < 4; round++) {
    const other = await startWorker(engine.env);
    await pause(150);
    await other.stop(0);
  }
  await setPartnerFaults(engine, "hsi", {});
  await setPartnerFaults(engine, "careersafe", {});
  for (const bought of students) {
    await until(async () => {
      await engine.owner.query(
        "update pgboss.job set start_after = now() where state = 'retry' and start_after > now()",
      );
      return (await latestSwitch(engine, bought.orderId))?.status === "done";
    }, 120_000);
    const stepId = await stepAt(engine, bought.orderId);
    expect(await livingAt(engine, "hsi", stepId)).toBe(0);
    expect(await livingAt(engine, "careersafe", stepId)).toBe(1);
    await until(
      async () =>
        (await value<number>(engine, "select refunded_cents from orders where id = $1", [bought.orderId])) ===
        4900,
      30_000,
    );
  }
  expect(await findBrokenInvariants(engine.owner)).toEqual([]);
}, 240_000);

async function askWhenThere(bought: Bought): Promise<void> {
  await stepAt(engine, bought.orderId);
  await askToSwitch(engine, bought, "careersafe");
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Counts } from "#sandbox/stripe/counts.ts";
import { retryDelayMs } from "#sandbox/stripe/delivery-queue.ts";
import {
  checkoutOf,
  lever,
  openDoor,
  RIG_SECRET,
  startRig,
  type Door,
  type Rig,
} from "#tests/support/stripe-rig.ts";

describe("webhooks of the Stripe double", () => {
  let directory: string;
  let dataFile: string;
  let door: Door;
  let rig: Rig;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "stripe-double-"));
    dataFile = join(directory, "sandbox.sqlite");
    door = await openDoor();
    rig = await startRig({ appUrl: door.url, dataFile });
  });
  afterEach(async () => {
    await rig.stop();
    await door.close();
    rmSync(directory, { recursive: true });
  });

  async function pay(times: number): Promise<void> {
    for (let at = 0; at < times; at++) {
      const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
      await lever(rig, `/sessions/${id}/pay`, { method: "card" });
    }
  }

  const counts = async (): Promise<Counts> => (await lever<Counts>(rig, "/counts")).json;
  const idsOf = (): string[] => door.arrivals.map(({ event }) => event.id);
  const differentIds = (): number => new Set(idsOf()).size;

  /** Asks for the counts until they satisfy `holds`. */
  function untilCounts(holds: (now: Counts) => boolean): Promise<Counts> {
    const ask = async (): Promise<Counts | false> => {
      const now = await counts();
      return holds(now) && now;
    };
    return vi.waitUntil(ask, { interval: 20, timeout: 15_000 });
  }

  it("are signed so that Stripe's library believes them, over the very bytes that are sent", async () => {
    await pay(1);
    await door.until((arrivals) => arrivals.length === 1);
    const { body, signature } = door.arrivals[0] ?? { body: "", signature: "" };
    expect(Stripe.webhooks.constructEvent(body, signature, RIG_SECRET).type).toBe(
      "checkout.session.completed",
    );
    expect(() => Stripe.webhooks.constructEvent(`${body} `, signature, RIG_SECRET)).toThrow(
      /No signatures found/,
    );
    expect(await rig.stripe.events.retrieve(door.arrivals[0]?.event.id ?? "")).toEqual(JSON.parse(body));
  });

  it("are sent again until the door answers 2xx, each time signed afresh, and every attempt is written down", async () => {
    door.answerWith(() => [500, 302, 204][door.arrivals.length] ?? 200);
    await pay(1);
    await door.until((arrivals) => arrivals.length === 2);
    expect(await counts()).toMatchObject({ undeliveredEvents: 1, stuckEvents: 0 });
    await untilCounts((now) => now.undeliveredEvents === 0);
    expect(differentIds()).toBe(1);
    expect(new Set(door.arrivals.map(({ signature }) => signature)).size).toBeGreaterThan(1);
    const db = new DatabaseSync(dataFile, { readOnly: true });
    const attempts = db.prepare("select status from stripe_delivery_attempts order by id").all();
    db.close();
    expect(attempts.map((row) => row["status"])).toEqual([500, 302, 204]);
  });

  it("wait 1, 2, 4 … seconds between attempts and never more than a minute", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 1000].map(retryDelayMs)).toEqual([
      1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  it("are given up after three days, and sent once more when somebody asks", async () => {
    await rig.stop();
    let skew = 0;
    rig = await startRig({ appUrl: door.url, dataFile, now: () => Date.now() + skew });
    door.answerWith(() => 500);
    await pay(1);
    await door.until((arrivals) => arrivals.length === 1);
    skew = 3 * 24 * 3600 * 1000;
    await untilCounts((now) => now.stuckEvents === 1);
    door.answerWith(() => 200);
    await lever(rig, `/events/${idsOf()[0]}/resend`, {});
    expect(await untilCounts((now) => now.undeliveredEvents === 0)).toMatchObject({ stuckEvents: 0 });
  });

  it("survive a restart: what was not accepted is sent by the next process", async () => {
    door.answerWith(() => 503);
    await pay(3);
    await door.until((arrivals) => arrivals.length >= 3);
    await rig.stop();
    const before = door.arrivals.length;
    door.answerWith(() => 200);
    rig = await startRig({ appUrl: door.url, dataFile });
    await untilCounts((now) => now.undeliveredEvents === 0);
    expect(new Set(door.arrivals.slice(before).map(({ event }) => event.id))).toEqual(new Set(idsOf()));
    expect(differentIds()).toBe(3);
    expect(await counts()).toMatchObject({ events: 3, paidSessions: 3 });
  });

  it("survive a door that is not there", async () => {
    const { port } = new URL(door.url);
    await door.close();
    await pay(1);
    await untilCounts((now) => now.undeliveredEvents === 1);
    door = await openDoor(Number(port));
    await door.until((arrivals) => arrivals.length === 1);
    expect((await untilCounts((now) => now.undeliveredEvents === 0)).events).toBe(1);
  });

  it("that hang when the double stops are sent again by the next start", async () => {
    let hung = (): void => undefined;
    const hanging = new Promise<void>((resolve) => (hung = resolve));
    door.answerWith(() => (hung(), 0));
    await pay(1);
    await hanging;
    await rig.stop();
    door.answerWith(() => 200);
    rig = await startRig({ appUrl: door.url, dataFile });
    await untilCounts((now) => now.undeliveredEvents === 0);
    expect(differentIds()).toBe(1);
  });

  it("reach the door 200 in one go", async () => {
    await pay(200);
    await door.until((arrivals) => arrivals.length === 200);
    expect(differentIds()).toBe(200);
  });

  describe("with faults", () => {
    it("arrive two or three times when asked to", async () => {
      await lever(rig, "/faults", { duplicate: 1 });
      await pay(10);
      await untilCounts((now) => now.undeliveredEvents === 0);
      const times = [...new Set(idsOf())].map((id) => idsOf().filter((other) => other === id).length);
      expect(times).toHaveLength(10);
      expect(times.every((count) => count === 2 || count === 3)).toBe(true);
    });

    it("arrive in another order than they happened", async () => {
      await lever(rig, "/faults", { outOfOrder: 0.5 });
      await pay(30);
      await door.until((arrivals) => arrivals.length === 30);
      const happened = (await rig.stripe.events.list({ limit: 30 })).data
        .map((event) => event.id)
        .toReversed();
      expect(idsOf().toSorted()).toEqual(happened.toSorted());
      expect(idsOf()).not.toEqual(happened);
    });

    it("are dropped until somebody asks for them", async () => {
      await lever(rig, "/faults", { drop: 1 });
      await pay(1);
      await lever(rig, "/faults", { drop: 0 });
      await pay(1);
      await door.until((arrivals) => arrivals.length === 1);
      const [, dropped] = (await rig.stripe.events.list({ limit: 2 })).data;
      expect(idsOf()).not.toContain(dropped?.id);
      expect(await untilCounts((now) => now.undeliveredEvents === 1)).toMatchObject({ stuckEvents: 1 });
      await lever(rig, `/events/${dropped?.id}/resend`, {});
      await door.until((arrivals) => arrivals.length === 2);
      expect(idsOf()).toContain(dropped?.id);
      await untilCounts((now) => now.undeliveredEvents === 0);
    });

    it("come late by the seconds set, and are not early for it", async () => {
      await lever(rig, "/faults", { late: 1 });
      const before = Date.now();
      await pay(1);
      await door.until((arrivals) => arrivals.length === 1);
      expect(Date.now() - before).toBeGreaterThanOrEqual(1000);
    });

    it("stay set over a restart and can be read", async () => {
      await lever(rig, "/faults", { duplicate: 0.25, late: 3 });
      await rig.stop();
      rig = await startRig({ appUrl: door.url, dataFile });
      expect((await lever(rig, "/faults")).json).toEqual({
        duplicate: 0.25,
        late: 3,
        outOfOrder: 0,
        drop: 0,
      });
    });

    it.each([{ duplicate: 2 }, { drop: -1 }, { late: "soon" }, { speed: 1 }, []])(
      "refuse %j",
      async (faults) => {
        expect((await lever(rig, "/faults", faults)).status).toBe(400);
      },
    );
  });
});

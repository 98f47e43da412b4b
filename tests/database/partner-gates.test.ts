/** Several processes, played by several clients with a pool each, and one partner over real HTTP. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openPartnerGates } from "#lib/db/partner-gates.ts";
import { openPool } from "#lib/db/pool.ts";
import { PartnerHttpClient, type PartnerHttpOptions } from "#lib/partners/http-client.ts";
import { runInBackground } from "#lib/partners/index.ts";
import { openCuttableRoad } from "#tests/support/cuttable-road.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { until } from "#tests/support/engine.ts";

const BREAKER = { size: 10, minimumCalls: 4, halfOpenAfterMs: 400 };

let database: TestDatabase;
let server: Server;
let isSick = false;
let answerAfterMs = 0;
/** When each request arrived, and how many ran at once at most. */
let arrivals: { at: number; path: string }[] = [];
const pools: pg.Pool[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  server = createServer((request, response) => {
    arrivals.push({ at: performance.now(), path: request.url ?? "" });
    setTimeout(() => response.writeHead(isSick ? 500 : 200).end("{}"), answerAfterMs);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  arrivals = [];
  isSick = false;
  answerAfterMs = 0;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.drop();
});

/** A process of its own: pool, keeper and client, as the web (odd) or the worker. */
function processOf(partner: string, nth: number, options: PartnerHttpOptions = {}) {
  const pool = openPool(nth % 2 ? database.webUrl : database.workerUrl, { max: 2 });
  pools.push(pool);
  const { port } = server.address() as AddressInfo;
  const client = new PartnerHttpClient({
    partner,
    baseUrl: `http://127.0.0.1:${port}`,
    headers: {},
    concurrency: 50,
    refusalOf: () => null,
    options: { keeper: openPartnerGates(pool), breaker: BREAKER, tries: 1, ...options },
  });
  return {
    ask: (name = "call") =>
      client.send({ operation: "getProgress", method: "GET", path: [name], answer: z.object({}) }),
  };
}

type Process = ReturnType<typeof processOf>;

/** Keeps `atOnce` calls of a process waiting or running until `untilMs`; returns how many were answered. */
async function keepAsking(one: Process, atOnce: number, untilMs: number, name?: string): Promise<number> {
  let answered = 0;
  const ask = async () => {
    while (performance.now() < untilMs) {
      await one.ask(name);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return answered;
}

describe("the bucket of a partner", () => {
  /** Takes at a rate of 100 a second, `agoMs` after the last time. */
  async function take(wanted: { people: number; background: number }, agoMs: number) {
    const pool = openPool(database.workerUrl, { max: 1 });
    pools.push(pool);
    const gates = openPartnerGates(pool);
    await gates.take("jri", 100, { people: 0, background: 0 });
    await pool.query(
      "update partner_gates set tokens = 0, counted_at = clock_timestamp() - make_interval(secs => $1) where partner = 'jri'",
      [agoMs / 1000],
    );
    return gates.take("jri", 100, wanted);
  }

  test("fills at the partner's rate, up to a fifth of a second's worth", async () => {
    const { people } = await take({ people: 1000, background: 0 }, 100);
    expect(people).toBeGreaterThanOrEqual(10);
    expect(people).toBeLessThanOrEqual(20);
    expect((await take({ people: 1000, background: 0 }, 3_600_000)).people).toBe(20);
    expect((await take({ people: 1000, background: 0 }, -3_600_000)).people).toBe(0);
  });

  test("gives the background its upper half only, and what people leave", async () => {
    expect(await take({ people: 0, background: 1000 }, 60_000)).toMatchObject({ people: 0, background: 10 });
    expect(await take({ people: 4, background: 1000 }, 60_000)).toMatchObject({ people: 4, background: 6 });
    expect(await take({ people: 15, background: 1000 }, 60_000)).toMatchObject({ people: 15, background: 0 });
  });
});

describe("the rate of a partner", () => {
  test("is reached and kept by three processes together", async () => {
    const perSecond = 100;
    const processes = [0, 1, 2].map((nth) => processOf("hsi", nth, { requestsPerSecond: perSecond }));
    const seconds = 4;
    const begin = performance.now();
    await Promise.all(processes.map((one) => keepAsking(one, 30, begin + seconds * 1000)));
    const took = (performance.now() - begin) / 1000;
    expect(arrivals.length).toBeGreaterThan(perSecond * seconds * 0.9);
    // A bucket of a fifth of a second, and a tenth that a process may hold for a tenth of a second.
    expect(arrivals.length).toBeLessThanOrEqual(perSecond * (took + 0.3));
  });

  test("holds for a slow partner too: two calls a second", async () => {
    const one = processOf("nrf", 0, { requestsPerSecond: 2 });
    const begin = performance.now();
    await Promise.all(Array.from({ length: 5 }, () => one.ask()));
    // Two at once, then one each half second.
    expect(performance.now() - begin).toBeGreaterThan(1400);
  });

  test("costs a busy process few statements", async () => {
    const pool = openPool(database.workerUrl, { max: 2 });
    pools.push(pool);
    const keeper = openPartnerGates(pool);
    let statements = 0;
    const take: typeof keeper.take = (...args) => {
      statements += 1;
      return keeper.take(...args);
    };
    const one = processOf("jri", 0, { requestsPerSecond: 200, keeper: { ...keeper, take } });
    await keepAsking(one, 20, performance.now() + 2000);
    expect(arrivals.length).toBeGreaterThan(360);
    expect(statements).toBeLessThanOrEqual(45);
  });
});

describe("calls of the background", () => {
  test("leave a reserve, so that a person's call goes at once while thousands are polled", async () => {
    const perSecond = 50;
    const poller = processOf("careersafe", 0, { requestsPerSecond: perSecond });
    const people = [processOf("careersafe", 1, { requestsPerSecond: perSecond }), poller];
    const begin = performance.now();
    const end = begin + 3000;
    const polled = runInBackground(() => keepAsking(poller, 40, end, "poll"));
    await until(async () => arrivals.length > perSecond / 2);
    const waits: number[] = [];
    while (performance.now() < end - 300) {
      const askedAt = performance.now();
      await people[waits.length % 2]!.ask("launch");
      waits.push(performance.now() - askedAt);
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    expect(waits.length).toBeGreaterThan(10);
    // In turn it would be 800 ms: forty polls at fifty a second.
    expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.9)]).toBeLessThan(400);
    // And the background has what people leave, no more.
    expect(await polled).toBeGreaterThan((perSecond * 3 - waits.length) * 0.75);
    expect(arrivals.length).toBeLessThanOrEqual(perSecond * ((performance.now() - begin) / 1000 + 0.3));
  });

  test("have nothing while people take everything", async () => {
    const perSecond = 40;
    const one = processOf("milady", 0, { requestsPerSecond: perSecond });
    const end = performance.now() + 1500;
    const people = keepAsking(one, 30, end, "people");
    await until(async () => arrivals.length > perSecond / 4);
    const polled = runInBackground(() => keepAsking(one, 10, end - 300, "poll").catch(() => 0));
    await people;
    const before = arrivals.filter(({ path }) => path === "/poll").length;
    expect(before).toBeLessThanOrEqual(1);
    await polled;
  });
});

describe("the breaker of a partner", () => {
  const sick = (partner: string) => [0, 1, 2].map((nth) => processOf(partner, nth));

  test("opened by one process refuses in all, until exactly one asks again; its success closes it for all", async () => {
    const [first, second, third] = sick("certiport") as [Process, Process, Process];
    isSick = true;
    for (let nth = 0; nth < BREAKER.minimumCalls; nth += 1) await first.ask().catch(() => undefined);
    await until(async () => (await gateOf("certiport")).opened_at);
    for (const other of [first, second, third])
      await expect(other.ask()).rejects.toMatchObject({ kind: "retry", status: null, retryAfterSeconds: 1 });
    expect(arrivals.length).toBe(BREAKER.minimumCalls);

    isSick = false;
    answerAfterMs = 200;
    await until(async () => (await gateOf("certiport")).is_due);
    const asked = [first, second, third].flatMap((one) => [one.ask(), one.ask(), one.ask()]);
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBe(1);
    expect(arrivals.length).toBe(BREAKER.minimumCalls + 1);

    await until(async () => (await gateOf("certiport")).opened_at === null);
    const again = () => Promise.all([first, second, third].map((one) => one.ask()));
    expect(await until(() => again().catch(() => null))).toHaveLength(3);
  });

  test("stays open when the one that asks fails again, and when it is never heard of again", async () => {
    const [first, second] = sick("nds") as [Process, Process, Process];
    isSick = true;
    for (let nth = 0; nth < BREAKER.minimumCalls; nth += 1) await first.ask().catch(() => undefined);
    await until(async () => (await gateOf("nds")).is_due);
    await expect(second.ask()).rejects.toMatchObject({ status: 500 });
    await expect(first.ask()).rejects.toMatchObject({ status: null });

    await until(async () => (await gateOf("nds")).is_due);
    const pool = openPool(database.workerUrl, { max: 1 });
    pools.push(pool);
    const gone = await openPartnerGates(pool).take("nds", 100, { people: 1, background: 0 });
    expect(gone).toMatchObject({ people: 1, isProbe: true });
    isSick = false;
    await expect(second.ask()).rejects.toMatchObject({ status: null });
    await pool.query("update public.partner_gates set probe_until = clock_timestamp() where partner = 'nds'");
    expect(await until(() => second.ask().catch(() => null))).toEqual({});
    await until(async () => (await gateOf("nds")).opened_at === null);
  });
});

test("calls wait while the database cannot be asked, and go on when it can", async () => {
  const road = await openCuttableRoad(database.workerUrl);
  const pool = openPool(road.url, { max: 1 });
  try {
    const keeper = openPartnerGates(pool);
    await road.cut();
    const waiting = processOf("hsi", 0, { keeper }).ask();
    const late = processOf("hsi", 0, { keeper, totalTimeoutMs: 100 }).ask();
    await expect(late).rejects.toMatchObject({ kind: "retry", status: null });
    expect(arrivals).toEqual([]);
    await road.mend();
    expect(await waiting).toEqual({});
  } finally {
    await pool.end();
    await road.cut();
  }
});

async function gateOf(partner: string): Promise<{ opened_at: Date | null; is_due: boolean }> {
  const pool = pools[0]!;
  const { rows } = await pool.query(
    "select opened_at, refuse_until <= clock_timestamp() and probe_until is null as is_due from public.partner_gates where partner = $1",
    [partner],
  );
  return rows[0] ?? { opened_at: null, is_due: false };
}

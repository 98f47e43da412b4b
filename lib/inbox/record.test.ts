import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import type { Database } from "#lib/db/client.ts";
import { createRecorder, RecorderError } from "#lib/inbox/record.ts";
import type { IncomingEvent } from "#lib/inbox/record.ts";
import { INBOX_CHANNEL } from "#lib/inbox/wake-relay.ts";
import { openCuttableRoad } from "#tests/support/cuttable-road.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import type { TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
let web: Database;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  web = openDatabase(database.webUrl, { max: 5 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await web.close();
  await database.drop();
});

function event(eventId: string = `evt_${randomUUID()}`, body = `{"id":"${eventId}"}`): IncomingEvent {
  return { source: "stripe", eventId, eventType: "checkout.session.completed", body: Buffer.from(body) };
}

async function rowsOf(eventId: string): Promise<{ id: string; body: string }[]> {
  const found = await owner.query<{ id: string; body: string }>(
    "select id, body from public.inbox_events where event_id = $1",
    [eventId],
  );
  return found.rows;
}

describe("the recorder", () => {
  test("stores an event as it came and answers once another connection can see it", async () => {
    const one = event(undefined, '{"héllo": "wörld ✓",\n "n": 1}');
    const { id } = await createRecorder(web.pool).record(one);
    expect(await rowsOf(one.eventId)).toEqual([{ id, body: Buffer.from(one.body).toString() }]);
  });

  test("keeps letters of any length apart in one batch, also in ids", async () => {
    const recorder = createRecorder(web.pool);
    const events = ["é", "✓✓", "😀", "a", "", "ß".repeat(70_000)].map((text) =>
      event(`${text.slice(0, 50)}${randomUUID()}`, `{"text":"${text}"}`),
    );
    await Promise.all(events.map((one) => recorder.record(one)));
    for (const { eventId, body } of events)
      expect(await rowsOf(eventId)).toMatchObject([{ body: Buffer.from(body).toString() }]);
  });

  test("makes one row of the same event 100 times in parallel and tells exactly one caller", async () => {
    const one = event();
    const recorder = createRecorder(web.pool);
    const answers = await Promise.all(Array.from({ length: 100 }, () => recorder.record(one)));
    const rows = await rowsOf(one.eventId);
    expect(rows).toHaveLength(1);
    expect(answers.filter(({ id }) => id !== null)).toEqual([{ id: rows[0]?.id }]);
  });

  test("makes one row of the same events sent in opposite orders by two processes", async () => {
    const events = Array.from({ length: 300 }, () => event());
    const recorders = [createRecorder(web.pool), createRecorder(web.pool)] as const;
    const answers = await Promise.all([
      ...events.map((one) => recorders[0].record(one)),
      ...events.toReversed().map((one) => recorders[1].record(one)),
    ]);
    expect(answers.filter(({ id }) => id !== null)).toHaveLength(events.length);
    const { rows } = await owner.query<{ n: number }>(
      "select count(*)::int as n from public.inbox_events where event_id = any ($1)",
      [events.map(({ eventId }) => eventId)],
    );
    expect(rows[0]?.n).toBe(events.length);
  });

  test("gives each caller the id of its own event", async () => {
    const recorder = createRecorder(web.pool);
    const events = Array.from({ length: 500 }, () => event());
    const answers = await Promise.all(events.map((one) => recorder.record(one)));
    const { rows } = await owner.query<{ id: string; event_id: string }>(
      "select id, event_id from public.inbox_events where event_id = any ($1)",
      [events.map(({ eventId }) => eventId)],
    );
    const ids = new Map(rows.map((row) => [row.event_id, row.id]));
    expect(answers.map(({ id }) => id)).toEqual(events.map(({ eventId }) => ids.get(eventId)));
  });

  test("refuses a bad row and stores the others of its batch", async () => {
    const recorder = createRecorder(web.pool);
    const good = Array.from({ length: 40 }, () => event());
    const bad = { ...event(), source: "nobody-we-know" };
    const binary = event(undefined, "a\u0000b");
    const all = [...good.slice(0, 20), bad, binary, ...good.slice(20)];
    const answers = await Promise.allSettled(all.map((one) => recorder.record(one)));
    const refused = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason as unknown] : [],
    );
    expect(refused).toHaveLength(2);
    for (const error of refused) {
      expect(error).toBeInstanceOf(RecorderError);
      expect(error).toMatchObject({ kind: "rejected" });
    }
    for (const { eventId } of good) expect(await rowsOf(eventId)).toHaveLength(1);
  });

  test("writes what arrives together in few commits", async () => {
    const recorder = createRecorder(web.pool);
    const events = Array.from({ length: 256 }, () => event());
    await Promise.all(events.map((one) => recorder.record(one)));
    const { rows } = await owner.query<{ commits: number }>(
      "select count(distinct xmin::text)::int as commits from public.inbox_events where event_id = any ($1)",
      [events.map(({ eventId }) => eventId)],
    );
    expect(rows[0]?.commits).toBe(4); // 64 rows each
  });

  test("refuses what does not fit into its queue and stores what does", async () => {
    const recorder = createRecorder(web.pool, { maxWaiting: 10 });
    const answers = await Promise.allSettled(Array.from({ length: 15 }, () => recorder.record(event())));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(answers.at(-1)).toMatchObject({ status: "rejected", reason: { kind: "retry" } });
    await expect(recorder.record(event())).resolves.toMatchObject({ id: expect.any(String) as string });
  });

  test("bounds the memory that waiting bodies take", async () => {
    const recorder = createRecorder(web.pool, { maxWaitingBytes: 1000 });
    const kept = recorder.record(event(undefined, "x".repeat(900)));
    await expect(recorder.record(event(undefined, "x".repeat(200)))).rejects.toMatchObject({ kind: "retry" });
    await kept;
  });

  test("refuses while the database is away and stores again once it is back", async () => {
    const road = await openCuttableRoad(database.webUrl);
    const through = openDatabase(road.url, { max: 5 });
    const recorder = createRecorder(through.pool);
    try {
      await recorder.record(event());
      await road.cut();
      const lost = await Promise.allSettled([event(), event()].map((one) => recorder.record(one)));
      for (const answer of lost)
        expect(answer).toMatchObject({ status: "rejected", reason: { kind: "retry" } });
      await road.mend();
      const one = event();
      await recorder.record(one);
      expect(await rowsOf(one.eventId)).toHaveLength(1);
    } finally {
      await recorder.drain();
      await through.close();
      await road.cut();
    }
  });

  test("refuses when the database falls silent, and stores by another connection afterwards", async () => {
    const road = await openCuttableRoad(database.webUrl);
    const through = openDatabase(road.url, { max: 5 });
    const recorder = createRecorder(through.pool, { answerWithinMs: 100 });
    try {
      await recorder.record(event());
      await recorder.drain(); // so that every connection is idle and known to the road
      road.stall();
      await expect(recorder.record(event())).rejects.toMatchObject({ kind: "retry" });
      const one = event();
      await recorder.record(one);
      expect(await rowsOf(one.eventId)).toHaveLength(1);
    } finally {
      await recorder.drain();
      await through.close();
      await road.cut();
    }
  });

  test("wakes the relay after a commit, few times for many events, and not for what came before", async () => {
    const listener = new pg.Client({ connectionString: database.ownerUrl });
    await listener.connect();
    let woken = 0;
    listener.on("notification", () => woken++);
    await listener.query(`listen ${INBOX_CHANNEL}`);
    const recorder = createRecorder(web.pool);
    const events = Array.from({ length: 640 }, () => event());
    await Promise.all(events.map((one) => recorder.record(one)));
    await recorder.drain();
    await listener.query("select 1"); // notifications sent before this have arrived now
    expect(woken).toBeGreaterThanOrEqual(1);
    expect(woken).toBeLessThanOrEqual(5);
    const wokenBefore = woken;
    await Promise.all(events.map((one) => recorder.record(one)));
    await recorder.drain();
    await listener.query("select 1");
    expect(woken).toBe(wokenBefore);
    await listener.end();
  });
});

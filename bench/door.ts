/** How many signed Stripe events the door accepts per second, next to what the database itself can take. */
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { startFront, STRIPE_SECRET, type FrontProcess } from "#bench/door/front.ts";
import { chooseLimit } from "#bench/door/limit.ts";
import type { LimitMeasurement } from "#bench/door/measure-limit.ts";
import { eventBody, eventId } from "#bench/door/event.ts";
import type { SendOrder } from "#bench/door/sender.ts";
import { median } from "#bench/latency.ts";
import { watchDisk } from "#bench/disk.ts";
import { describeMachine, memoryOf, peakMegabytes } from "#bench/machine.ts";
import {
  BENCH_FOLDER,
  onServer,
  openBenchDatabase,
  readNumber,
  type BenchDatabase,
} from "#bench/postgres.ts";
import { round, type Report } from "#bench/report.ts";

const CONNECTIONS = [1, 8, 32, 128];
/** Door and limit take turns, so that a disturbance meets both. */
const ROUNDS = 5;
const WARM_UP_MS = 1000;
const MEASURE_MS = 3000;
/** A disk that is tired is given time before each measurement, up to this long. */
const REST_WITHIN_MS = 45_000;
/** More than any door accepts in one round. */
const EVENTS_PER_ROUND = 200_000;

type DoorMeasurement = LimitMeasurement & { accepted: number };

interface Pair {
  connections: number;
  door: DoorMeasurement[];
  limit: LimitMeasurement[];
}

/** Measures and reports; `say` hears of each step. Throws when an accepted event is not in the database. */
export async function measureDoor(say: (line: string) => void): Promise<Report> {
  const database = await openBenchDatabase();
  const disk = watchDisk(BENCH_FOLDER);
  // The first start translates the sources and keeps the translator in memory; people see that once.
  await (await startFront(database.webUrl)).stop();
  const front = await startFront(database.webUrl);
  try {
    const idle = memoryOf(front.pid)?.residentMb ?? Number.NaN;
    const limit = chooseLimit();
    const pairs: Pair[] = CONNECTIONS.map((connections) => ({ connections, door: [], limit: [] }));
    for (let round = 1; round <= ROUNDS; round++)
      for (const pair of pairs) {
        say(`round ${round} of ${ROUNDS}, ${pair.connections} connections`);
        await emptyInbox(database);
        await disk.rest(REST_WITHIN_MS);
        pair.limit.push(await limit.measure(database.webUrl, pair.connections, WARM_UP_MS, MEASURE_MS));
        await emptyInbox(database);
        await disk.rest(REST_WITHIN_MS);
        pair.door.push(await measureOnce(database, front, pair.connections));
      }
    return report(database, limit.tool, pairs, { idle, peak: peakMegabytes(front.pid) });
  } finally {
    await front.stop();
    await database.close();
  }
}

/** Every measurement starts with an empty table and nothing left to write to disk. */
async function emptyInbox({ ownerUrl }: BenchDatabase): Promise<void> {
  await onServer(ownerUrl, "truncate public.inbox_events", "checkpoint");
}

async function measureOnce(
  database: BenchDatabase,
  front: FrontProcess,
  connections: number,
): Promise<DoorMeasurement> {
  const sender = fork(path.join(import.meta.dirname, "door/sender.ts"));
  sender.send({
    port: front.port,
    secret: STRIPE_SECRET,
    prefix: "door",
    connections,
    warmUpMs: WARM_UP_MS,
    measureMs: MEASURE_MS,
    events: EVENTS_PER_ROUND,
  } satisfies SendOrder);
  const [measured] = (await once(sender, "message")) as [DoorMeasurement];
  const stored = await readNumber(database.ownerUrl, "select count(*) as n from public.inbox_events");
  if (stored !== measured.accepted)
    throw new Error(`the door accepted ${measured.accepted} events and the database has ${stored}`);
  return measured;
}

function report(
  database: BenchDatabase,
  tool: string,
  pairs: Pair[],
  memory: { idle: number; peak: number },
): Report {
  const middle = (measured: LimitMeasurement[], key: keyof LimitMeasurement) =>
    median(measured.map((one) => one[key]));
  const rows = pairs.map(({ connections, door, limit }) => ({
    connections,
    "door/s": round(middle(door, "perSecond")),
    "limit/s": round(middle(limit, "perSecond")),
    "door/limit": round(
      median(door.map((one, turn) => one.perSecond / (limit[turn]?.perSecond ?? Number.NaN))),
      2,
    ),
    "door p50 ms": round(middle(door, "p50Ms"), 2),
    "door p99 ms": round(middle(door, "p99Ms"), 2),
    "limit p50 ms": round(middle(limit, "p50Ms"), 2),
    "limit p99 ms": round(middle(limit, "p99Ms"), 2),
  }));
  const ratios = Object.fromEntries(rows.map((row) => [String(row.connections), row["door/limit"]]));
  return {
    name: "door",
    machine: describeMachine(database.version),
    notes: [
      `limit: ${tool}, one prepared insert of the same row per commit, the body sent with each`,
      `body: ${eventBody(eventId("door", 0)).length} bytes; ${ROUNDS} rounds of ${MEASURE_MS / 1000} s after ${WARM_UP_MS / 1000} s of warm-up, door and limit in turns; each figure is the median of the rounds`,
      "front: second start, before the first page; resident memory, the programs' own pages included",
      "sender, front and database share the processors; every accepted event was found in the database",
    ],
    rows,
    ratios: {
      ...ratios,
      front_idle_mb: round(memory.idle, 1),
      front_peak_mb: round(memory.peak, 1),
    },
  };
}

/** The limit of the database itself, against which the door is held. */
import pg from "pg";
import { eventBody, eventId } from "#bench/door/event.ts";
import { findPgbench, measureWithPgbench } from "#bench/door/pgbench.ts";
import type { MeasureLimit } from "#bench/door/measure-limit.ts";
import { summarize } from "#bench/latency.ts";

/** Chooses how to measure the limit: pgbench where it is installed, else bare `pg` connections in this process. */
export function chooseLimit(): { tool: string; measure: MeasureLimit } {
  const pgbench = findPgbench();
  return pgbench
    ? { tool: pgbench, measure: measureWithPgbench }
    : { tool: "bare pg connections (pgbench is not installed)", measure: measureWithConnections };
}

const INSERT = {
  name: "limit",
  text: "insert into public.inbox_events (source, event_id, event_type, body) values ('stripe', $1, 'checkout.session.completed', $2) on conflict (source, event_id) do nothing returning id",
};

const measureWithConnections: MeasureLimit = async (url, connections, warmUpMs, measureMs) => {
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  const body = eventBody(eventId("limit", 0));
  const took: number[] = [];
  const measureFrom = performance.now() + warmUpMs;
  const measureUntil = measureFrom + measureMs;
  const keepBusy = async (client: pg.Client, index: number) => {
    for (let n = 0; performance.now() < measureUntil; n++) {
      const sentAt = performance.now();
      await client.query({ ...INSERT, values: [`evt_limit_${process.pid}_${sentAt}_${index}_${n}`, body] });
      if (sentAt >= measureFrom) took.push(performance.now() - sentAt);
    }
  };
  await Promise.all(clients.map(keepBusy));
  await Promise.all(clients.map((client) => client.end()));
  return { perSecond: (took.length / measureMs) * 1000, ...summarize(took) };
};

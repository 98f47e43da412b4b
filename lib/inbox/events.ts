/** Events from outside as rows: read, marked, parked. Recording them is record.ts. */
import { sql } from "kysely";
import { INBOX_CHANNEL } from "#lib/inbox/wake-relay.ts";
import type { Connection, Tx } from "#lib/db/client.ts";

export interface InboxEvent {
  id: string;
  /** `stripe`, `partner:<slug>` or `baton`. */
  source: string;
  eventType: string;
  body: string;
  handled: boolean;
  /** It was parked, or given up and taken up again: there may be an open failure about it. */
  triedBefore: boolean;
  /** Seconds since it came, by the database's clock. */
  ageSeconds: number;
}

/** What became of an event. A parked one waits for what it speaks of. */
export type InboxOutcome = "applied" | "ignored" | "parked" | "failed";

/** Reads an event. Null when it does not exist. */
export async function findInboxEvent(db: Connection, inboxId: string): Promise<InboxEvent | null> {
  const row = await db
    .selectFrom("inbox_events")
    .select(["id", "source", "event_type", "body", "handled_at", "outcome"])
    .select(sql<number>`extract(epoch from now() - received_at)::double precision`.as("age_seconds"))
    .where("id", "=", inboxId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    source: row.source,
    eventType: row.event_type,
    body: row.body,
    handled: row.handled_at !== null,
    triedBefore: row.outcome !== null,
    ageSeconds: row.age_seconds,
  };
}

/** Writes down what became of an event; `parked` leaves it open. */
export async function markInboxEvent(tx: Tx, inboxId: string, outcome: InboxOutcome): Promise<void> {
  await tx
    .updateTable("inbox_events")
    .set({ outcome, handled_at: outcome === "parked" ? null : sql`now()` })
    .where("id", "=", inboxId)
    .execute();
}

/** Stores one event in the caller's transaction; false when it came before. For the doors' volume see record.ts. */
export async function storeInboxEvent(
  tx: Tx,
  event: { source: string; eventId: string; eventType: string; body: string },
): Promise<boolean> {
  const row = await tx
    .insertInto("inbox_events")
    .values({ source: event.source, event_id: event.eventId, event_type: event.eventType, body: event.body })
    .onConflict((conflict) => conflict.columns(["source", "event_id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes up to `limit` events nobody relayed yet and marks them relayed, oldest first, skipping those another relay holds. */
export async function takeUnrelayedEvents(tx: Tx, limit: number): Promise<{ id: string; source: string }[]> {
  const { rows } = await sql<{ id: string; source: string }>`
    update public.inbox_events set relayed_at = now()
    where id in (
      select id from public.inbox_events where relayed_at is null order by id limit ${limit} for update skip locked
    )
    returning id, source`.execute(tx);
  return rows;
}

/** Wakes the relay once the caller's transaction commits. */
export async function wakeRelay(tx: Tx): Promise<void> {
  await sql`select pg_notify(${INBOX_CHANNEL}, '')`.execute(tx);
}

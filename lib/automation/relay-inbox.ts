import { asItself, type Database } from "#lib/db/client.ts";
import { takeUnrelayedEvents } from "#lib/inbox/events.ts";
import type { JobName } from "#lib/queue/jobs.ts";
import type { Queue } from "#lib/queue/queue.ts";

/** Events turned into jobs in one commit. */
const BATCH = 500;

type EventJob = Extract<JobName, "handle-stripe-event" | "handle-partner-event" | "handle-admin-act">;

/**
 * Turns stored events into jobs, marks and jobs in one commit, until none is left. Returns how many it took.
 * Any number of relays may run at once: each event is taken by one.
 */
export async function relayInbox(deps: { db: Database; queue: Queue }): Promise<number> {
  let total = 0;
  for (;;) {
    const taken = await relayBatch(deps);
    total += taken;
    if (taken < BATCH) return total;
  }
}

async function relayBatch({ db, queue }: { db: Database; queue: Queue }): Promise<number> {
  return asItself(db, async (tx) => {
    const events = await takeUnrelayedEvents(tx, BATCH);
    for (const job of ["handle-stripe-event", "handle-partner-event", "handle-admin-act"] as const) {
      const own = events.filter((event) => jobFor(event.source) === job);
      await queue.enqueue(
        tx,
        job,
        own.map(({ id }) => ({ data: { inboxId: id }, key: id })),
      );
    }
    return events.length;
  });
}

function jobFor(source: string): EventJob {
  if (source === "stripe") return "handle-stripe-event";
  return source === "baton" ? "handle-admin-act" : "handle-partner-event";
}

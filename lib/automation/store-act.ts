import { asItself, type Database } from "#lib/db/client.ts";
import { storeInboxEvent, wakeRelay } from "#lib/inbox/events.ts";

/**
 * Writes what a signed-in person asked for into the inbox, where the worker finds it; the row stays as the record of who
 * asked. `eventId` names the act: the same one asked for twice is done once.
 */
export async function storeAct(
  deps: { db: Database },
  act: { eventId: string; eventType: string; body: object },
): Promise<void> {
  await asItself(deps.db, async (tx) => {
    await storeInboxEvent(tx, { source: "baton", ...act, body: JSON.stringify(act.body) });
    await wakeRelay(tx);
  });
}

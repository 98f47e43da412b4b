/** A partner is well again after a rest: pauses between tries have grown up to half an hour meanwhile. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Database, Tx } from "#lib/db/client.ts";
import type { InboxOutcome } from "#lib/inbox/events.ts";
import { storeAct } from "#lib/automation/store-act.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { logInfo } from "#lib/logger.ts";

/** `partner.back` in the inbox. */
export const partnerBackAct = z.object({ partner: z.string().max(40) });

/** Tells the workers that this process, web or worker, found a partner well again. */
export async function tellPartnerIsBack(db: Database, partner: string): Promise<void> {
  const act = partnerBackAct.parse({ partner });
  await storeAct({ db }, { eventId: `back:${randomUUID()}`, eventType: "partner.back", body: act });
}

/** Lets everybody who waits for a partner try now; its rate still holds. A second call finds nobody waiting. */
export async function hurryPartner(
  tx: Tx,
  deps: Pick<WorkerDeps, "queue">,
  { partner }: z.output<typeof partnerBackAct>,
): Promise<InboxOutcome> {
  const count = await deps.queue.hurryGroup(tx, partner);
  if (count > 0) logInfo("[hurryPartner]", { partner, count });
  return count > 0 ? "applied" : "ignored";
}

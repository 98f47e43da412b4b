import { asItself } from "#lib/db/client.ts";
import { openFailure, resolveFailures } from "#lib/db/failures.ts";
import { findInboxEvent, markInboxEvent, type InboxEvent } from "#lib/inbox/events.ts";
import { applyPartnerEvent, type Applied } from "#lib/automation/apply-partner-event.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { PartnerEvent } from "#lib/domain/partner-event.ts";
import { WebhookRejectedError } from "#lib/partners/base.ts";
import { RETRY_WINDOW_SECONDS } from "#lib/queue/jobs.ts";
import type { Run } from "#lib/queue/runner.ts";

/** An event that speaks of an enrollment nobody knows yet: the queue runs the job again later. */
export class EventParkedError extends Error {
  override readonly name = "EventParkedError";
}

/**
 * Applies one stored delivery of a partner. One that cannot be placed is parked and tried again for
 * 72 hours, then it is an open failure. Once it is marked handled, another run changes nothing.
 */
export async function handlePartnerEvent(deps: WorkerDeps, run: Run<"handle-partner-event">): Promise<void> {
  const event = await findInboxEvent(deps.db.kysely, run.data.inboxId);
  if (!event || event.handled) return;
  const partner = event.source.slice("partner:".length);
  const facts = readFacts(deps, partner, event.body);
  const outcome = facts
    ? await apply(deps, partner, event, facts)
    : await giveUp(deps, event, "unreadable_event");
  if (outcome === "parked") throw new EventParkedError("the enrollment is not known yet");
}

async function apply(deps: WorkerDeps, partner: string, event: InboxEvent, facts: PartnerEvent[]) {
  return asItself(deps.db, async (tx) => {
    const results: Applied[] = [];
    for (const fact of facts) results.push(await applyPartnerEvent(tx, deps, partner, fact));
    if (results.includes("unplaced")) {
      if (event.ageSeconds >= RETRY_WINDOW_SECONDS) return giveUpIn(tx, event, "unplaceable_event");
      await markInboxEvent(tx, event.id, "parked");
      return "parked";
    }
    await markInboxEvent(tx, event.id, results.includes("applied") ? "applied" : "ignored");
    if (event.triedBefore) await resolveFailures(tx, `event:${event.id}`, "the event was applied");
    return "handled";
  });
}

function readFacts(deps: WorkerDeps, partner: string, body: string): PartnerEvent[] | null {
  try {
    return deps.findConnector(partner).parseWebhook(body);
  } catch (error) {
    if (error instanceof WebhookRejectedError) return null;
    throw error;
  }
}

const GIVEN_UP = {
  unreadable_event: { owner: "partner", message: "A signed event of this partner cannot be read." },
  unplaceable_event: {
    owner: "us",
    message: "No enrollment of this partner fits the event, even after 72 hours.",
  },
} as const;

async function giveUp(deps: WorkerDeps, event: InboxEvent, reason: keyof typeof GIVEN_UP) {
  return asItself(deps.db, (tx) => giveUpIn(tx, event, reason));
}

async function giveUpIn(
  tx: Parameters<typeof markInboxEvent>[0],
  event: InboxEvent,
  reason: keyof typeof GIVEN_UP,
): Promise<"failed"> {
  await openFailure(tx, { subject: `event:${event.id}`, reason, ...GIVEN_UP[reason], retryInSeconds: null });
  await markInboxEvent(tx, event.id, "failed");
  return "failed";
}

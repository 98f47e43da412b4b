import { findAlertSigns } from "#lib/db/alert-signs.ts";
import {
  addOpenedMessages,
  addRecoveredMessages,
  endUnseenAlerts,
  findUnsentAlerts,
  seeAlert,
} from "#lib/db/alerts.ts";
import { asItself, type Tx } from "#lib/db/client.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { logWarn } from "#lib/logger.ts";
import { partnerDescriptors } from "#lib/partners/index.ts";
import { RETRY_WINDOW_SECONDS } from "#lib/queue/jobs.ts";

/** An alert that comes and goes with every look would be told every minute. */
const RECOVERED_AFTER_SECONDS = 120;

/**
 * Opens what is wrong now, ends what was not seen for two minutes, and queues the messages about both: one commit.
 * Any number of workers may look at once: an alert opens once and is told once.
 */
export async function checkAlerts(deps: Pick<WorkerDeps, "db" | "queue" | "alertChannels">): Promise<void> {
  const channels = deps.alertChannels.map(({ name }) => name);
  const limits = partnerDescriptors.map(({ slug, silentAfterHours }) => ({
    partner: slug,
    hours: silentAfterHours,
  }));
  await asItself(deps.db, async (tx) => {
    for (const sign of await findAlertSigns(tx, limits)) {
      const { id, isNew } = await seeAlert(tx, sign);
      if (!isNew) continue;
      await addOpenedMessages(tx, id, channels);
      logWarn("[alert]", { kind: sign.kind, partner: sign.subject, outcome: "opened" });
    }
    const ended = await endUnseenAlerts(tx, RECOVERED_AFTER_SECONDS);
    await addRecoveredMessages(tx, ended);
    if (ended.length > 0) logWarn("[alert]", { outcome: "recovered", count: ended.length });
    await queueUnsent(tx, deps, channels);
  });
}

/** Whatever did not go out has a job: also what was written while its job was just ending. */
async function queueUnsent(
  tx: Tx,
  { queue }: Pick<WorkerDeps, "queue">,
  channels: readonly string[],
): Promise<void> {
  const unsent = await findUnsentAlerts(tx, RETRY_WINDOW_SECONDS / 3600);
  await queue.enqueue(
    tx,
    "send-alert",
    unsent
      .filter(({ channel }) => channels.includes(channel))
      .map((data) => ({ data, key: `${data.alertId}:${data.channel}` })),
  );
}

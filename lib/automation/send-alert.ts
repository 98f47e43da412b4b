import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import type { AlertNews } from "#lib/alerts/index.ts";
import { findUnsentMessages, markMessageSent, type UnsentMessage } from "#lib/db/alerts.ts";
import { alertAdvice, alertSeen, alertSubject, alertTitle, isAlertKind } from "#lib/domain/alert-words.ts";
import { findPartnerDescriptor } from "#lib/partners/index.ts";
import type { Run } from "#lib/queue/runner.ts";

/**
 * Tells one channel what it does not know yet of one alert, in order. Throws AlertError, and the job is tried again for
 * 72 hours. Sent already, or the channel was taken out of the configuration: nothing happens.
 */
export async function sendAlert(
  deps: Pick<WorkerDeps, "db" | "alertChannels">,
  { data: { alertId, channel: name } }: Pick<Run<"send-alert">, "data">,
): Promise<void> {
  const channel = deps.alertChannels.find((one) => one.name === name);
  if (!channel) return;
  for (const message of await findUnsentMessages(deps.db.kysely, alertId, name)) {
    const news = newsOf(message);
    if (news) await channel.send(news);
    await markMessageSent(deps.db.kysely, message.id);
  }
}

/** Null for a kind that only a newer version knows. */
function newsOf({ alertId, kind, subject, news, facts, at }: UnsentMessage): AlertNews | null {
  if (!isAlertKind(kind)) return null;
  const who = alertSubject(subject) ?? findPartnerDescriptor(subject)?.label ?? subject;
  const title = alertTitle(kind, who);
  const { meaning, toDo } = alertAdvice(kind);
  const time = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const about = { alertId, kind, subject, news, facts, at };
  return news === "opened"
    ? { ...about, title, text: `${alertSeen(kind, facts)} ${meaning} ${toDo} Since ${time}.` }
    : { ...about, title: `Over: ${title}`, text: `Not seen any more since ${time}.` };
}

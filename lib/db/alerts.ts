/** Alerts and the messages about them. */
import { sql } from "kysely";
import type { Connection, Tx } from "#lib/db/client.ts";
import type { AlertSign } from "#lib/db/alert-signs.ts";

export type AlertChannelName = "slack" | "sentry";
export type AlertNewsName = "opened" | "recovered";

/** A message that nobody got yet, with the alert it is about. */
export interface UnsentMessage {
  id: string;
  alertId: string;
  kind: string;
  subject: string;
  news: AlertNewsName;
  facts: Record<string, number>;
  /** When it began or ended. */
  at: Date;
}

/** Opens an alert, or notes that the open one of its kind and subject is still seen. Returns its id and whether it is new. */
export async function seeAlert(tx: Tx, sign: AlertSign): Promise<{ id: string; isNew: boolean }> {
  // The condition is written out: a prepared statement finds the partial index by its text alone.
  const { rows } = await sql<{ id: string; isNew: boolean }>`
    insert into public.alerts (kind, subject, facts)
    values (${sign.kind}, ${sign.subject}, ${JSON.stringify(sign.facts)}::jsonb)
    on conflict (kind, subject) where resolved_at is null
      do update set facts = excluded.facts, last_seen_at = now()
    returning id, xmax = 0 as "isNew"`.execute(tx);
  return rows[0]!;
}

/** Ends every alert that was not seen for so long, and returns the ids. */
export async function endUnseenAlerts(tx: Tx, afterSeconds: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update public.alerts set resolved_at = now()
    where resolved_at is null and last_seen_at < now() - make_interval(secs => ${afterSeconds})
    returning id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Writes that an alert opened, for each channel. Once per channel, however often it is said. */
export async function addOpenedMessages(
  tx: Tx,
  alertId: string,
  channels: readonly AlertChannelName[],
): Promise<void> {
  if (channels.length === 0) return;
  await tx
    .insertInto("alert_messages")
    .values(channels.map((channel) => ({ alert_id: alertId, channel, news: "opened" })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Writes that alerts are over, for each channel that hears of their beginning. */
export async function addRecoveredMessages(tx: Tx, alertIds: readonly string[]): Promise<void> {
  if (alertIds.length === 0) return;
  await sql`insert into public.alert_messages (alert_id, channel, news)
    select alert_id, channel, 'recovered' from public.alert_messages
    where alert_id = any (${alertIds}::uuid[]) and news = 'opened'
    on conflict do nothing`.execute(tx);
}

/** Alerts with a message that did not go out, of the last `hours`, by channel. */
export async function findUnsentAlerts(
  tx: Tx,
  hours: number,
): Promise<{ alertId: string; channel: AlertChannelName }[]> {
  const { rows } = await sql<{ alertId: string; channel: AlertChannelName }>`
    select distinct alert_id as "alertId", channel from public.alert_messages
    where sent_at is null and created_at > now() - make_interval(hours => ${hours})`.execute(tx);
  return rows;
}

/** The messages about an alert that a channel did not get yet, in their order. */
export async function findUnsentMessages(
  db: Connection,
  alertId: string,
  channel: AlertChannelName,
): Promise<UnsentMessage[]> {
  const { rows } = await sql<UnsentMessage>`
    select m.id, m.alert_id as "alertId", a.kind, a.subject, m.news, a.facts,
      case when m.news = 'opened' then a.opened_at else a.resolved_at end as at
    from public.alert_messages m join public.alerts a on a.id = m.alert_id
    where m.alert_id = ${alertId} and m.channel = ${channel} and m.sent_at is null
    order by m.id`.execute(db);
  return rows;
}

/** Notes that a message went out. */
export async function markMessageSent(db: Connection, id: string): Promise<void> {
  await sql`update public.alert_messages set sent_at = now() where id = ${id} and sent_at is null`.execute(
    db,
  );
}

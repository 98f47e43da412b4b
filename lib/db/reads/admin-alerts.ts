/** Alerts for whoever runs the school: what is wrong now, and what was. Only admins see rows. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";

/** One alert with what was told of it. */
export interface AlertRow {
  id: string;
  kind: string;
  /** Slug of a partner, `stripe`, `mail` or `baton`. */
  subject: string;
  /** What the catalogue calls the partner; null for what is none. */
  partnerName: string | null;
  facts: Record<string, number>;
  openedAt: Date;
  lastSeenAt: Date;
  /** Null while it is open. */
  resolvedAt: Date | null;
  messages: AlertMessageRow[];
}

export interface AlertMessageRow {
  /** slack or sentry */
  channel: string;
  /** opened or recovered */
  news: string;
  /** Null while it waits. */
  sentAt: Date | null;
}

/** Lists every open alert, the oldest first. One query; there are few at a time. */
export async function listOpenAlerts(tx: Tx): Promise<AlertRow[]> {
  const { rows } =
    await sql<Selected>`${SELECT} where a.resolved_at is null order by a.opened_at, a.id`.execute(tx);
  return rows.map(asAlert);
}

/** Lists alerts that are over, the latest first. One query. */
export async function listEndedAlerts(tx: Tx, page: number): Promise<PageOf<AlertRow>> {
  const { limit, offset } = windowOf(page);
  const { rows } = await sql<Selected>`${SELECT} where a.resolved_at is not null
    order by a.opened_at desc, a.id limit ${limit} offset ${offset}`.execute(tx);
  return pageOf(rows.map(asAlert), page);
}

type Selected = Omit<AlertRow, "messages"> & {
  messages: (Omit<AlertMessageRow, "sentAt"> & { sentAt: string | null })[];
};

const SELECT = sql`select a.id, a.kind, a.subject, p.provider_name as "partnerName", a.facts, a.opened_at as "openedAt",
    a.last_seen_at as "lastSeenAt", a.resolved_at as "resolvedAt",
    (select coalesce(json_agg(json_build_object('channel', m.channel, 'news', m.news, 'sentAt', m.sent_at) order by m.id), '[]')
      from public.alert_messages m where m.alert_id = a.id) as messages
  from public.alerts a left join public.partner_lms_providers p on p.provider_type = a.subject`;

function asAlert({ messages, ...alert }: Selected): AlertRow {
  return {
    ...alert,
    messages: messages.map((message) => ({
      ...message,
      sentAt: message.sentAt === null ? null : new Date(message.sentAt),
    })),
  };
}

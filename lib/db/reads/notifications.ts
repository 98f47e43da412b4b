/** A person's own notifications and choices. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { pageOf, windowOf, type PageOf } from "#lib/db/reads/page-of.ts";
import { readNotificationData, type NotificationData } from "#lib/domain/notification-words.ts";
import type { Refusal } from "#lib/domain/notification-topics.ts";

export interface NotificationRow {
  id: string;
  template: string;
  data: NotificationData;
  createdAt: Date;
  isRead: boolean;
}

const ME = sql<string>`(select auth.uid())`;

/** Lists what the person was told, newest first. */
export async function listNotifications(tx: Tx, page: number): Promise<PageOf<NotificationRow>> {
  const { limit, offset } = windowOf(page);
  const rows = await tx
    .selectFrom("notifications")
    .where("student_id", "=", ME)
    .select(["id", "template", "data", "created_at as createdAt"])
    .select(sql<boolean>`read_at is not null`.as("isRead"))
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(limit)
    .offset(offset)
    .execute();
  return pageOf(
    rows.map((row) => ({ ...row, data: readNotificationData(row.data) })),
    page,
  );
}

/** Counts what the person has not read. */
export async function countUnread(tx: Tx): Promise<number> {
  const { n } = await tx
    .selectFrom("notifications")
    .where("student_id", "=", ME)
    .where("read_at", "is", null)
    .select(sql<number>`count(*)::int`.as("n"))
    .executeTakeFirstOrThrow();
  return n;
}

/** Lists what the person chose not to be told. */
export function listRefusals(tx: Tx): Promise<Refusal[]> {
  return tx
    .selectFrom("notification_choices")
    .where("student_id", "=", ME)
    .where("wanted", "=", false)
    .select(["topic", "channel"])
    .execute();
}

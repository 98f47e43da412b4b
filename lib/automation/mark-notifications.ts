import { sql } from "kysely";
import { asUser, type Database } from "#lib/db/client.ts";
import type { Claims } from "#lib/domain/claims.ts";
import { CHANNELS, isOptional, TOPICS, type Refusal } from "#lib/domain/notification-topics.ts";

/** Marks one notification of the person as read, or all of them. What is read already, or another's, stays as it is. */
export async function markRead(db: Database, claims: Claims, which: { id: string } | "all"): Promise<void> {
  await asUser(db, claims, (tx) => {
    const mine = tx
      .updateTable("notifications")
      .set({ read_at: sql`now()` })
      .where("student_id", "=", claims.sub)
      .where("read_at", "is", null);
    return (which === "all" ? mine : mine.where("id", "=", which.id)).execute();
  });
}

/** Keeps what a person wants to be told: everything but `refused`. What must be told is not asked. */
export async function keepNotificationChoices(
  db: Database,
  claims: Claims,
  refused: readonly Refusal[],
): Promise<void> {
  const choices = TOPICS.filter(isOptional).flatMap((topic) =>
    CHANNELS.map((channel) => ({
      student_id: claims.sub,
      topic,
      channel,
      wanted: !refused.some((one) => one.topic === topic && one.channel === channel),
    })),
  );
  await asUser(db, claims, (tx) =>
    tx
      .insertInto("notification_choices")
      .values(choices)
      .onConflict((conflict) =>
        conflict
          .columns(["student_id", "topic", "channel"])
          .doUpdateSet((eb) => ({ wanted: eb.ref("excluded.wanted"), updated_at: sql`now()` })),
      )
      .execute(),
  );
}

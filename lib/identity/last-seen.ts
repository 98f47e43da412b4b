import type { Pool } from "pg";
import { logError } from "#lib/logger.ts";

/** A session that was seen this lately is not written down again. */
const KEPT_WITHIN_MINUTES = 5;

interface SeenSession {
  id: string;
  lastSeenAt?: Date | null | undefined;
}

/**
 * Writes down that a session is in use, at most every five minutes by the database's clock. Never throws: a page is
 * worth more than this.
 */
export async function noteSeen(pool: Pool, session: SeenSession): Promise<void> {
  const seen = session.lastSeenAt?.getTime() ?? 0;
  if (Date.now() - seen < KEPT_WITHIN_MINUTES * 60_000) return;
  try {
    await pool.query(
      `update identity."session" set "lastSeenAt" = now()
        where "id" = $1 and ("lastSeenAt" is null or "lastSeenAt" < now() - make_interval(mins => $2))`,
      [session.id, KEPT_WITHIN_MINUTES],
    );
  } catch (error) {
    logError("[SignIn]", error, { outcome: "last use not kept" });
  }
}

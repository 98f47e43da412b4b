import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

/** The signed-in person as the frame of every page needs them. */
export interface ViewerProfile {
  fullName: string;
  email: string;
  timeZone: string;
  isAdmin: boolean;
}

/** Reads the person this transaction acts for; null when their profile is gone. One query. */
export async function findViewer(tx: Tx): Promise<ViewerProfile | null> {
  const row = await tx
    .selectFrom("profiles")
    .where("id", "=", sql<string>`(select auth.uid())`)
    .select(["full_name as fullName", "email", "time_zone as timeZone"])
    .select(sql<boolean>`public.is_admin()`.as("isAdmin"))
    .executeTakeFirst();
  return row ?? null;
}

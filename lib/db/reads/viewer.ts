import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import { readLanguage, type Language } from "#lib/domain/language.ts";

/** The signed-in person as the frame of every page needs them. */
export interface ViewerProfile {
  fullName: string;
  email: string;
  /** Null while they chose none. */
  chosenLanguage: Language | null;
  /** IANA name; null while they chose none. */
  chosenTimeZone: string | null;
  isAdmin: boolean;
  /** Notifications nobody looked at yet. */
  unread: number;
}

/** Reads the person this transaction acts for; null when their profile is gone. One query. */
export async function findViewer(tx: Tx): Promise<ViewerProfile | null> {
  const row = await tx
    .selectFrom("profiles")
    .where("id", "=", sql<string>`(select auth.uid())`)
    .select(["full_name as fullName", "email", "locale", "time_zone as chosenTimeZone"])
    .select(sql<boolean>`public.is_admin()`.as("isAdmin"))
    .select(
      sql<number>`(select count(*)::int from public.notifications n
        where n.student_id = profiles.id and n.read_at is null)`.as("unread"),
    )
    .executeTakeFirst();
  if (!row) return null;
  const { locale, ...viewer } = row;
  return { ...viewer, chosenLanguage: readLanguage(locale) };
}

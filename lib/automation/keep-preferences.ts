import { sql } from "kysely";
import { asUser, type Database } from "#lib/db/client.ts";
import type { Claims } from "#lib/domain/claims.ts";
import type { Language } from "#lib/domain/language.ts";

/** What a person chose; what is left out stays as it is. `timeZone` null: the browser's own from now on. */
export interface Preferences {
  language?: Language;
  timeZone?: string | null;
}

/** Keeps what the signed-in person chose, as that person. The same choice again changes nothing. */
export async function keepPreferences(db: Database, claims: Claims, chosen: Preferences): Promise<void> {
  await asUser(db, claims, (tx) =>
    tx
      .updateTable("profiles")
      .set({
        ...(chosen.language === undefined ? {} : { locale: chosen.language }),
        ...(chosen.timeZone === undefined ? {} : { time_zone: chosen.timeZone }),
        updated_at: sql`now()`,
      })
      .where("id", "=", claims.sub)
      .execute(),
  );
}

/** Keeps the phone number of the signed-in person, as that person; null forgets it. */
export async function keepPhone(db: Database, claims: Claims, phone: string | null): Promise<void> {
  await asUser(db, claims, (tx) =>
    tx
      .updateTable("profiles")
      .set({ phone, updated_at: sql`now()` })
      .where("id", "=", claims.sub)
      .execute(),
  );
}

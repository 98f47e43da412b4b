/** Everything that is kept about one person, table by table. docs/data-export.md describes the shape. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";

/** A table as the person may read it. */
export interface OwnTable {
  name: string;
  /** What the person may read of a row. */
  columns: string[];
  /** Primary key. */
  key: string[];
}

/** Tables of people's rows, and the column that says whose a row is. That none is missing is tested. */
export const OWN_TABLES: Readonly<Record<string, string>> = {
  profiles: "id",
  user_roles: "user_id",
  applications: "student_id",
  orders: "student_id",
  order_seats: "student_id",
  ledger_entries: "student_id",
  enrollments: "user_id",
  enrollment_steps: "student_id",
  step_events: "student_id",
  partner_accounts: "student_id",
  partner_lms_enrollments: "student_id",
  companion_enrollments: "student_id",
  partner_switches: "student_id",
  partner_vouchers: "student_id",
  partner_certificates: "student_id",
  partner_lms_enrollment_failures: "student_id",
  certificates: "student_id",
  course_attempts: "student_id",
  lesson_progress: "student_id",
  quiz_tries: "student_id",
  scorm_states: "student_id",
  course_reviews: "student_id",
  mails: "student_id",
  notifications: "student_id",
  notification_choices: "student_id",
  deletion_requests: "student_id",
};

/** Tables that name a person and are not handed out, each with the reason. */
export const NOT_HANDED_OUT: Readonly<Record<string, string>> = {
  transfers:
    "What the school passes on to partners; what the person paid stands in orders and ledger_entries.",
  review_moderations: "The notes of whoever moderated; what came of it stands in course_reviews.",
};

/** Never handed out: a link that still pays an order would make the file a key. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = { orders: ["checkout_url"] };

/** Finds what of each table the person this transaction acts for may read, in the order of the list. */
export async function findOwnTables(tx: Tx): Promise<OwnTable[]> {
  const names = Object.keys(OWN_TABLES);
  const { rows } = await sql<OwnTable>`
    select c.relname as name,
      array(
        select a.attname::text from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and has_column_privilege(c.oid, a.attnum, 'select') order by a.attnum) as columns,
      array(
        select a.attname::text from pg_catalog.pg_index i
        join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary order by a.attnum) as key
    from pg_catalog.pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname = any (${names}::text[])
    order by array_position(${names}::text[], c.relname::text)`.execute(tx);
  return rows.map((table) => ({
    ...table,
    columns: table.columns.filter((column) => !LEFT_OUT[table.name]?.includes(column)),
  }));
}

/** Reads some of the person's rows of a table as JSON texts, by primary key. */
export async function readOwnRows(
  tx: Tx,
  table: OwnTable,
  personId: string,
  window: { limit: number; offset: number },
): Promise<string[]> {
  const columns = sql.join(table.columns.map((column) => sql.id(column)));
  const key = sql.join(table.key.map((column) => sql.id(column)));
  const { rows } = await sql<{ row: string }>`
    select row_to_json(r)::text as row from (
      select ${columns} from ${sql.id("public", table.name)}
      where ${sql.id(OWN_TABLES[table.name]!)} = ${personId}
      order by ${key} limit ${window.limit} offset ${window.offset}
    ) r`.execute(tx);
  return rows.map(({ row }) => row);
}

/** Reads how the person signs in, as the web itself: devices and passkeys, never a token, a key or a password. */
export async function readSignIn(tx: Tx, personId: string): Promise<string> {
  const { rows } = await sql<{ signIn: string | null }>`
    select json_build_object(
      'email', u."email", 'emailVerified', u."emailVerified", 'createdAt', u."createdAt",
      'waysToSignIn', coalesce((
        select json_agg(json_build_object('kind', a."providerId", 'createdAt', a."createdAt"))
        from identity."account" a where a."userId" = u."id"), '[]'),
      'passkeys', coalesce((
        select json_agg(json_build_object('name', k."name", 'createdAt', k."createdAt"))
        from identity."passkey" k where k."userId" = u."id"), '[]'),
      'devices', coalesce((
        select json_agg(json_build_object('userAgent', s."userAgent", 'address', s."ipAddress",
          'signedInAt', s."createdAt", 'lastSeenAt', s."lastSeenAt", 'expiresAt', s."expiresAt"))
        from identity."session" s where s."userId" = u."id"), '[]')
    )::text as "signIn"
    from identity."user" u where u."id" = ${personId}`.execute(tx);
  return rows[0]?.signIn ?? "null";
}

import { asItself, asUser, type Database } from "#lib/db/client.ts";
import { findOwnTables, readOwnRows, readSignIn, type OwnTable } from "#lib/db/reads/my-data.ts";
import type { Claims } from "#lib/domain/claims.ts";

/** Version of the file's shape; docs/data-export.md describes it. */
export const EXPORT_FORMAT = "baton-personal-data/1";

/** Rows read at a time, each time in a transaction of its own: a slow reader holds no connection. */
const ROWS_AT_ONCE = 200;

/**
 * Writes everything that is kept about a person as one JSON text, in pieces. Row-level security decides what is theirs.
 * What changes meanwhile may be told before or after the change.
 */
export async function* exportMyData(db: Database, claims: Claims): AsyncGenerator<string> {
  const { sub } = claims;
  const tables = await asUser(db, claims, findOwnTables);
  const signIn = await asItself(db, (tx) => readSignIn(tx, sub));
  const head = { format: EXPORT_FORMAT, exportedAt: new Date().toISOString(), personId: sub };
  yield `${JSON.stringify(head).slice(0, -1)},\n"signIn":${signIn},\n"tables":{`;
  for (const [index, table] of tables.entries()) {
    yield `${index === 0 ? "" : ","}\n${JSON.stringify(table.name)}:[`;
    yield* exportTable(db, claims, table);
    yield "]";
  }
  yield "\n}}\n";
}

async function* exportTable(db: Database, claims: Claims, table: OwnTable): AsyncGenerator<string> {
  for (let offset = 0; ; offset += ROWS_AT_ONCE) {
    const window = { limit: ROWS_AT_ONCE, offset };
    const rows = await asUser(db, claims, (tx) => readOwnRows(tx, table, claims.sub, window));
    if (rows.length > 0) yield `${offset === 0 ? "\n" : ",\n"}${rows.join(",\n")}`;
    if (rows.length < ROWS_AT_ONCE) return;
  }
}

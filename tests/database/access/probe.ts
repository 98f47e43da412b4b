/** Finds out by trying what an identity can do with a relation: which columns, and then which rows. */
import type { Identity, Outcome, Statement } from "#tests/database/access/identities.ts";
import { keyOf, quote, type Relation, type Row } from "#tests/database/access/relations.ts";

/** Columns a role can read, insert and update, and whether it can delete at all. */
export interface Reach {
  select: readonly string[];
  insert: readonly string[];
  update: readonly string[];
  delete: boolean;
}

const NOTHING: Reach = { select: [], insert: [], update: [], delete: false };

/** Tries every column with every verb on no rows: privileges count also there. In a closed schema no name is found. */
export async function reachOf(statement: Statement, relation: Relation): Promise<Reach> {
  const found = await statement(`select from ${relation.sql} where false`);
  if (found.kind === "refused" && found.why.startsWith("permission denied for schema")) return NOTHING;
  const columnsThat = async (
    sql: (column: string) => string,
    columns: readonly string[] = relation.writable,
  ): Promise<string[]> => {
    const found: string[] = [];
    for (const column of columns) if (allowed(await statement(sql(quote(column))))) found.push(column);
    return found;
  };
  return {
    select: await columnsThat(
      (column) => `select ${column} from ${relation.sql} where false`,
      relation.columns,
    ),
    insert: await columnsThat((column) => `insert into ${relation.sql} (${column}) select null where false`),
    update: await columnsThat((column) => `update ${relation.sql} set ${column} = default where false`),
    delete: allowed(await statement(`delete from ${relation.sql} where false`)),
  };
}

/**
 * Says in a few letters what answers: `own`, `all`, `some` or `none` for the rows that are seen, then i, u, d for
 * the rows that can be written; `*` after either means some columns only, `?` some rows only. `-` is nothing at all.
 */
export async function cellOf(
  statement: Statement,
  identity: Identity,
  relation: Relation,
  reach: Reach,
  rows: readonly Row[],
): Promise<string> {
  const { columns, writable } = relation;
  const isBlind = relation.key.some((column) => !reach.select.includes(column));
  if (isBlind && (reach.select.length > 0 || reach.update.length > 0 || reach.delete))
    throw new Error(`${relation.label}: rows without a readable key cannot be told apart`);
  const mark = (some: readonly string[], all: readonly string[]) => (some.length < all.length ? "*" : "");
  const writes = async (letter: string, isOpen: boolean, write: (row: Row) => Promise<Outcome>) => {
    const written: Row[] = [];
    if (isOpen) for (const row of rows) if (touches(await write(row))) written.push(row);
    return written.length === 0 ? "" : letter + (written.length < rows.length ? "?" : "");
  };
  const words = [
    reach.select.length > 0
      ? (await seen(statement, identity, relation, rows)) + mark(reach.select, columns)
      : "",
    await writes(`i${mark(reach.insert, writable)}`, reach.insert.length > 0, (row) =>
      insertCopy(statement, relation, reach.insert, row),
    ),
    await writes(`u${mark(reach.update, writable)}`, reach.update.length > 0, (row) =>
      updateOne(statement, relation, reach.update[0]!, row),
    ),
    await writes("d", reach.delete, (row) => deleteOne(statement, relation, row)),
  ];
  return words.filter((word) => word !== "").join(" ") || "-";
}

async function seen(
  statement: Statement,
  { person }: Identity,
  relation: Relation,
  rows: readonly Row[],
): Promise<string> {
  const list = relation.key.map((column) => `${quote(column)}::text`).join(", ");
  const outcome = await statement(`select ${list} from ${relation.sql}`);
  if (outcome.kind !== "answered") throw new Error(`${relation.label}: the key was readable a moment ago`);
  const keys = outcome.rows.map((values) => keyOf(relation, values));
  const mine = rows.filter((row) => row.person !== null && row.person === person);
  if (keys.length === 0) return "none";
  if (isSame(keys, rows)) return "all";
  return isSame(keys, mine) ? "own" : "some";
}

function isSame(keys: readonly string[], rows: readonly Row[]): boolean {
  const wanted = new Set(rows.map((row) => row.key));
  return keys.length === wanted.size && keys.every((key) => wanted.has(key));
}

function insertCopy(statement: Statement, relation: Relation, columns: readonly string[], row: Row) {
  const names = columns.map(quote).join(", ");
  const places = columns.map((_, index) => `$${index + 1}`).join(", ");
  const values = columns.map((column) => row.values[column]);
  return statement(`insert into ${relation.sql} (${names}) values (${places})`, values);
}

function updateOne(statement: Statement, relation: Relation, column: string, row: Row) {
  const { text, values } = rowIs(relation, row, 2);
  return statement(`update ${relation.sql} set ${quote(column)} = $1 where ${text}`, [
    row.values[column],
    ...values,
  ]);
}

function deleteOne(statement: Statement, relation: Relation, row: Row) {
  const { text, values } = rowIs(relation, row, 1);
  return statement(`delete from ${relation.sql} where ${text}`, values);
}

function rowIs(relation: Relation, row: Row, first: number) {
  return {
    text: relation.key.map((column, index) => `${quote(column)}::text = $${first + index}`).join(" and "),
    values: relation.key.map((column) => row.values[column]),
  };
}

function allowed(outcome: Outcome): boolean {
  return outcome.kind !== "refused";
}

function touches(outcome: Outcome): boolean {
  return outcome.kind === "stopped" || (outcome.kind === "answered" && outcome.affected > 0);
}

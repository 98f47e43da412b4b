/** What the catalogue of a database says is there: every table and view of every schema that is not Postgres's own. */
import type pg from "pg";

export interface Relation {
  /** `schema.name` as people write it; the day in the name of a daily partition is left out. */
  label: string;
  /** Quoted, for statements. */
  sql: string;
  columns: readonly string[];
  /** Columns that take a value in a statement; the others Postgres fills itself. */
  writable: readonly string[];
  /** What tells one row from another: the primary key, a view's id, or what a view names first. */
  key: readonly string[];
  /** Column that names the person a row belongs to; null where rows belong to nobody. */
  ownerColumn: string | null;
}

/** One row as its owner sees it: key, the person it belongs to, and all values as text. */
export interface Row {
  key: string;
  person: string | null;
  values: Readonly<Record<string, string | null>>;
}

const OWNER_COLUMNS = ["student_id", "user_id", "userId"];
/** A person's own row carries no second column with the same id. */
const PEOPLE = ["public.profiles", "identity.user"];

interface Found {
  label: string;
  sql: string;
  columns: string[];
  writable: string[];
  key: string[] | null;
}

/** Lists the relations, sorted by label. */
export async function readRelations(owner: pg.Client): Promise<Relation[]> {
  const { rows } = await owner.query<Found>(`
    select n.nspname || '.' || regexp_replace(c.relname, '_[0-9]{8}$', '_<day>') as label,
      format('%I.%I', n.nspname, c.relname) as sql,
      array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum
      ) as columns,
      array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attidentity <> 'a' and a.attgenerated = '' order by a.attnum
      ) as writable,
      (
        select array_agg(a.attname::text order by a.attnum) from pg_index i
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary
      ) as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    order by label, sql`);
  return rows.map(({ label, sql, columns, writable, key }) => ({
    label,
    sql,
    columns,
    writable,
    key: key ?? [columns.includes("id") ? "id" : columns[0]!],
    ownerColumn: PEOPLE.includes(label)
      ? "id"
      : (OWNER_COLUMNS.find((column) => columns.includes(column)) ?? null),
  }));
}

/** Reads all rows of a relation as the database's owner. */
export async function readRows(owner: pg.Client, relation: Relation): Promise<Row[]> {
  const list = relation.columns.map((column) => `${quote(column)}::text`).join(", ");
  const { rows } = await owner.query<Record<string, string | null>>(`select ${list} from ${relation.sql}`);
  return rows.map((values) => ({
    key: keyOf(relation, values),
    person: relation.ownerColumn ? (values[relation.ownerColumn] ?? null) : null,
    values,
  }));
}

/** A row's key as one text. */
export function keyOf(relation: Relation, values: Readonly<Record<string, string | null>>): string {
  return relation.key.map((column) => values[column]).join("/");
}

/** Quotes a name for a statement. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

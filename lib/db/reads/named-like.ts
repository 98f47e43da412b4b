import { sql, type RawBuilder } from "kysely";

/** A condition: the person behind this alias of `profiles` has the text in their name or e-mail. */
export function namedLike(alias: string, text: string): RawBuilder<boolean> {
  const pattern = containing(text);
  return sql<boolean>`(${sql.ref(`${alias}.email`)} ilike ${pattern} or ${sql.ref(`${alias}.full_name`)} ilike ${pattern})`;
}

/** The LIKE pattern for "contains this text": its own wildcards are taken literally. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

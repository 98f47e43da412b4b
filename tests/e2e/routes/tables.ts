/** Tables of expected answers, written so that people can read them. */
import type { Answer, School } from "#tests/e2e/routes/school.ts";

/** Cells of each line but the first, which names the columns. */
export function rowsOf(table: string): string[][] {
  return table
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split("|").map((cell) => cell.trim()));
}

/** Puts ids of student A in the place of their names in braces. */
export function fill(school: School, text: string): string {
  return text.replaceAll(/\{(\w+)\}/g, (name, key: string) => {
    const id = school.ids[key];
    if (id === undefined) throw new Error(`student A has no ${name}`);
    return id;
  });
}

/** Says an answer as the tables do: `200`, `303 → /sign-in`, `303 → partner`. */
export function sayAnswer(school: School, { status, headers }: Answer): string {
  const location = headers.get("location");
  if (location === null) return String(status);
  const { origin, pathname } = new URL(location, school.url);
  const outside = origin === school.sandboxUrl ? "partner" : origin;
  return `${status} → ${origin === school.url ? pathname : outside}`;
}

/** Whether something a student's pages show has changed: one question a second for everybody who looks. */
import { sql } from "kysely";
import type { Connection } from "#lib/db/client.ts";
import { webDatabase } from "#lib/db/web.ts";
import { createWatch, type Watch } from "#lib/db/reads/watch.ts";

/** Reads the mark of each of these students: another text once anything their pages show changed. */
export async function readMarks(db: Connection, studentIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; mark: string }>`
    select student_id as id, mark from public.student_marks(${studentIds}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, mark }) => [id, mark]));
}

/** Reads the mark of one student as the page that shows it is made; read it before what it stands for. */
export async function readStudentMark(studentId: string): Promise<string> {
  return (await readMarks(webDatabase().kysely, [studentId])).get(studentId) ?? "";
}

const KEY = Symbol.for("baton.web.student-watch");
type Holder = { [KEY]?: Watch };

/** Returns the web process's one watch, shared by the front and Next's bundle; every call gives the same one. */
export function studentWatch(): Watch {
  const holder = globalThis as Holder;
  return (holder[KEY] ??= createWatch((ids) => readMarks(webDatabase().kysely, ids)));
}

/** Ends the open streams of this process, so that it can close its server; browsers ask another one. */
export function endStudentWatch(): void {
  const holder = globalThis as Holder;
  holder[KEY]?.end();
  delete holder[KEY];
}

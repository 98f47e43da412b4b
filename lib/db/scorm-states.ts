/** What packages asked us to keep, per student and page. */
import { sql } from "kysely";
import type { Tx } from "#lib/db/client.ts";
import type { LessonOfAttempt } from "#lib/db/lesson-progress.ts";

export interface ItemState {
  completed: boolean;
  /** Whole percentage. */
  progress: number;
  score: number | null;
}

/** Reads the state of every page of a lesson that was opened, by the page's id. */
export async function readScormStates(tx: Tx, key: LessonOfAttempt): Promise<Map<string, ItemState>> {
  const rows = await tx
    .selectFrom("scorm_states")
    .select(["item_id", "completed_at", "percentage", "score"])
    .where("attempt_id", "=", key.attemptId)
    .where("lesson_id", "=", key.lessonId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.item_id,
      { completed: row.completed_at !== null, progress: row.percentage, score: row.score },
    ]),
  );
}

/** Makes a window the one that keeps things of a page; returns what was kept before, or null. */
export async function openScormSession(
  tx: Tx,
  key: LessonOfAttempt,
  itemId: string,
  sessionId: string,
): Promise<unknown> {
  const row = await tx
    .insertInto("scorm_states")
    .values({
      attempt_id: key.attemptId,
      lesson_id: key.lessonId,
      item_id: itemId,
      student_id: key.studentId,
      session_id: sessionId,
    })
    .onConflict((conflict) =>
      conflict.columns(["attempt_id", "lesson_id", "item_id"]).doUpdateSet({
        session_id: sessionId,
        commit_number: 0,
        updated_at: sql`now()`,
      }),
    )
    .returning("cmi")
    .executeTakeFirstOrThrow();
  return row.cmi;
}

/** Locks the state of a page; null when it was never opened. */
export async function lockScormState(
  tx: Tx,
  key: LessonOfAttempt,
  itemId: string,
): Promise<{ sessionId: string; commitNumber: number } | null> {
  const row = await tx
    .selectFrom("scorm_states")
    .select(["session_id as sessionId", "commit_number as commitNumber"])
    .where("attempt_id", "=", key.attemptId)
    .where("lesson_id", "=", key.lessonId)
    .where("item_id", "=", itemId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps a commit. Completion, progress and score never go back; the rest is the package's own and is replaced. */
export async function keepScormState(
  tx: Tx,
  key: LessonOfAttempt,
  commit: ItemState & { itemId: string; number: number; cmi: unknown },
): Promise<void> {
  await tx
    .updateTable("scorm_states")
    .set({
      commit_number: commit.number,
      cmi: commit.cmi === null ? null : JSON.stringify(commit.cmi),
      completed_at: commit.completed ? sql`coalesce(completed_at, now())` : sql`completed_at`,
      percentage: sql`greatest(percentage, ${commit.progress}::int)`,
      score: sql`greatest(score, ${commit.score}::int)`,
      updated_at: sql`now()`,
    })
    .where("attempt_id", "=", key.attemptId)
    .where("lesson_id", "=", key.lessonId)
    .where("item_id", "=", commit.itemId)
    .execute();
}

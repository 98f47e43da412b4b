/** Opening a page of a package for a student, and keeping what the package says. */
import { randomUUID } from "node:crypto";
import { asUser, type Database, type Tx } from "#lib/db/client.ts";
import { findPackage, type StoredPackage } from "#lib/db/course-files.ts";
import { keepLessonProgress, type LessonOfAttempt } from "#lib/db/lesson-progress.ts";
import {
  keepScormState,
  lockScormState,
  openScormSession,
  readScormStates,
  type ItemState,
} from "#lib/db/scorm-states.ts";
import { findViewer } from "#lib/db/reads/viewer.ts";
import {
  LearnRefusedError,
  moveLesson,
  type LessonAddress,
  type Moved,
} from "#lib/automation/hosted-course-move.ts";
import type { PackageItem } from "#lib/domain/scorm-package.ts";
import { readScormState, type ScormStandard } from "#lib/domain/scorm-status.ts";

/** What the frame that runs a package needs to start one page of it. */
export interface OpenedItem {
  /** The window that keeps things from now on. */
  sessionId: string;
  standard: ScormStandard;
  item: PackageItem;
  /** What the package asked to keep last time; null at the first opening. */
  cmi: unknown;
  learner: { id: string; name: string };
  completed: boolean;
}

/**
 * Opens a page of a package (`itemId`, or the first that is not done) in this window: from now on no other window keeps
 * anything. A page that is only shown is done by that. Throws LearnRefusedError.
 */
export async function openPackageItem(
  db: Database,
  address: LessonAddress,
  itemId: string | null,
): Promise<{ result: OpenedItem; moved: Moved }> {
  const viewer = await asUser(db, address.claims, findViewer);
  return moveLesson(db, address, async (tx, key, lesson) => {
    const { standard, items } = await requirePackage(tx, lesson.packageId);
    const states = await readScormStates(tx, key);
    const item = choose(items, states, itemId);
    const sessionId = randomUUID();
    const cmi = await openScormSession(tx, key, item.id, sessionId);
    const opened = { itemId: item.id, completed: !item.isSco, progress: item.isSco ? 0 : 100, score: null };
    if (!item.isSco) await keepScormState(tx, key, { ...opened, number: 1, cmi: null });
    await settleLesson(tx, key, items);
    const learner = { id: address.claims.sub, name: viewer?.fullName ?? "" };
    const completed = states.get(item.id)?.completed ?? opened.completed;
    return { sessionId, standard, item, cmi, learner, completed };
  });
}

/**
 * Keeps what a package said, and what follows from it by the package's own rule. Commits that come late or twice change
 * nothing. Throws LearnRefusedError; `opened_elsewhere` once another window opened the page.
 */
export async function keepPackageState(
  db: Database,
  address: LessonAddress,
  commit: { sessionId: string; number: number; itemId: string; cmi: unknown },
): Promise<Moved> {
  const { moved } = await moveLesson(db, address, async (tx, key, lesson) => {
    const { standard, items } = await requirePackage(tx, lesson.packageId);
    const item = items.find(({ id }) => id === commit.itemId);
    const before = item && (await lockScormState(tx, key, item.id));
    if (!item || !before) throw new LearnRefusedError("not_found");
    if (before.sessionId !== commit.sessionId) throw new LearnRefusedError("opened_elsewhere");
    if (commit.number <= before.commitNumber) return;
    const { completed, score, progress } = readScormState(standard, item, commit.cmi);
    await keepScormState(tx, key, {
      itemId: item.id,
      number: commit.number,
      cmi: commit.cmi,
      completed,
      progress,
      score,
    });
    await settleLesson(tx, key, items);
  });
  return moved;
}

async function requirePackage(tx: Tx, packageId: string | null): Promise<StoredPackage> {
  const found = packageId ? await findPackage(tx, packageId) : null;
  if (!found) throw new LearnRefusedError("not_found");
  return found;
}

function choose(
  items: readonly PackageItem[],
  states: ReadonlyMap<string, ItemState>,
  itemId: string | null,
): PackageItem {
  const item =
    itemId === null
      ? (items.find(({ id }) => !states.get(id)?.completed) ?? items[0])
      : items.find(({ id }) => id === itemId);
  if (!item) throw new LearnRefusedError("not_found");
  return item;
}

/** A lesson of several pages is done when every page is; its score is their mean. */
async function settleLesson(tx: Tx, key: LessonOfAttempt, items: readonly PackageItem[]): Promise<void> {
  const states = await readScormStates(tx, key);
  const all = items.map(({ id }) => states.get(id));
  const completed = all.every((state) => state?.completed);
  const sum = all.reduce((total, state) => total + (state?.completed ? 100 : (state?.progress ?? 0)), 0);
  const scores = all.flatMap((state) => (state && state.score !== null ? [state.score] : []));
  const score = scores.length > 0 ? Math.round(scores.reduce((a, b) => a + b) / scores.length) : null;
  const percentage = completed ? 100 : Math.min(99, Math.floor(sum / items.length));
  await keepLessonProgress(tx, key, { percentage, completed, score });
}

/** What students say of their courses, and what the school takes off the page. */
import { asUser, type Database } from "#lib/db/client.ts";
import { moderateReview, removeReview, saveReview } from "#lib/db/reviews.ts";
import type { Claims } from "#lib/domain/claims.ts";
import type { Stars } from "#lib/domain/rating.ts";

/** Adds the person's review of a course, or changes it. False for a course they were never enrolled in. */
export async function writeReview(
  db: Database,
  claims: Claims,
  courseId: string,
  review: { rating: Stars; body: string },
): Promise<boolean> {
  try {
    await asUser(db, claims, (tx) => saveReview(tx, claims.sub, courseId, review));
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}

/** Removes the person's review of a course; false when there is none, or the school has hidden it. */
export function takeBackReview(db: Database, claims: Claims, courseId: string): Promise<boolean> {
  return asUser(db, claims, (tx) => removeReview(tx, claims.sub, courseId));
}

/** Hides a review for a reason, as an admin. False when it is hidden already, or the person is no admin. */
export function hideReview(db: Database, claims: Claims, reviewId: string, reason: string): Promise<boolean> {
  return moderate(db, claims, reviewId, reason);
}

/** Shows a hidden review again, as an admin. False when it is shown already, or the person is no admin. */
export function restoreReview(db: Database, claims: Claims, reviewId: string): Promise<boolean> {
  return moderate(db, claims, reviewId, null);
}

/** What row-level security and the guard of the table raise. */
const INSUFFICIENT_PRIVILEGE = "42501";

async function moderate(
  db: Database,
  claims: Claims,
  reviewId: string,
  reason: string | null,
): Promise<boolean> {
  try {
    return await asUser(db, claims, (tx) => moderateReview(tx, reviewId, reason));
  } catch (error) {
    if ((error as { code?: unknown }).code === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}

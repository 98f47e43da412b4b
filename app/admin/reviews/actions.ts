"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { NO_ANSWER, type AuthorAnswer } from "#app/admin/courses/form-answer.ts";
import { readReason } from "#app/admin/sessions/forms.ts";
import { requireAdmin } from "#app/viewer.ts";
import { hideReview, restoreReview } from "#lib/automation/write-review.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/** Hides a review for a reason; who did so is recorded with it. */
export async function hideReviewAction(
  reviewId: string,
  _before: AuthorAnswer,
  data: FormData,
): Promise<AuthorAnswer> {
  const { claims } = await requireAdmin();
  const reason = readReason(data);
  if (!reason.ok) return { ...NO_ANSWER, problem: reason.problem };
  const hidden = await hideReview(webDeps().db, claims, z.uuid().parse(reviewId), reason.value);
  refresh();
  return hidden ? { ...NO_ANSWER, done: "The review is hidden." } : GONE;
}

/** Shows a hidden review again. */
export async function restoreReviewAction(reviewId: string): Promise<AuthorAnswer> {
  const { claims } = await requireAdmin();
  const shown = await restoreReview(webDeps().db, claims, z.uuid().parse(reviewId));
  refresh();
  return shown ? { ...NO_ANSWER, done: "The review is shown again." } : GONE;
}

const GONE: AuthorAnswer = { ...NO_ANSWER, problem: "That happened already, or the review is gone." };

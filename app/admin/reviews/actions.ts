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
  given: string,
  _before: AuthorAnswer,
  data: FormData,
): Promise<AuthorAnswer> {
  const reviewId = z.uuid().parse(given);
  const reason = readReason(data);
  const { claims } = await requireAdmin();
  if (!reason.ok) return { ...NO_ANSWER, problem: reason.problem };
  const hidden = await hideReview(webDeps().db, claims, reviewId, reason.value);
  refresh();
  return hidden ? { ...NO_ANSWER, done: "The review is hidden." } : GONE;
}

/** Shows a hidden review again. */
export async function restoreReviewAction(given: string): Promise<AuthorAnswer> {
  const reviewId = z.uuid().parse(given);
  const { claims } = await requireAdmin();
  const shown = await restoreReview(webDeps().db, claims, reviewId);
  refresh();
  return shown ? { ...NO_ANSWER, done: "The review is shown again." } : GONE;
}

const GONE: AuthorAnswer = { ...NO_ANSWER, problem: "That happened already, or the review is gone." };

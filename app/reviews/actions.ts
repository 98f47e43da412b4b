"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { takeBackReview, writeReview } from "#lib/automation/write-review.ts";
import { webDatabase } from "#lib/db/web.ts";
import { readReview } from "#lib/domain/rating.ts";

const reviewForm = z.object({
  courseId: z.uuid(),
  act: z.enum(["save", "remove"]).default("save"),
  rating: z.string().max(10).optional(),
  body: z.string().max(20_000).default(""),
});

/** Keeps or removes the review of one course: the pressed button says which. */
export async function reviewAction(_before: Said, data: FormData): Promise<Said> {
  const t = await getTranslations("reviews");
  const form = reviewForm.safeParse(Object.fromEntries(data));
  const viewer = await findCurrentViewer();
  if (!viewer) return { tone: "bad", text: t("signedOut") };
  if (!form.success) return { tone: "bad", text: t("badReview") };
  const { courseId, act, rating, body } = form.data;
  if (act === "remove") {
    const removed = await takeBackReview(webDatabase(), viewer.claims, courseId);
    refresh();
    return removed ? { tone: "good", text: t("removed") } : { tone: "bad", text: t("notRemoved") };
  }
  const review = readReview({ rating, body });
  if (!review) return { tone: "bad", text: t("badReview") };
  const saved = await writeReview(webDatabase(), viewer.claims, courseId, review);
  refresh();
  return saved ? { tone: "good", text: t("saved") } : { tone: "bad", text: t("notYours") };
}

"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { getSay } from "#app/i18n/sayer.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { chooseAnotherDate } from "#lib/automation/choose-another-date.ts";
import { webDatabase } from "#lib/db/web.ts";
import { enrollProblem } from "#lib/domain/problem-words.ts";

const anotherDate = z.object({ seatId: z.uuid(), sessionId: z.uuid() });

/** Moves the person's seat to the chosen date, or says why not. */
export async function anotherDateAction(_before: Said, data: FormData): Promise<Said> {
  const form = anotherDate.safeParse(Object.fromEntries(data));
  const t = await getTranslations("dates");
  const say = await getSay();
  const viewer = await findCurrentViewer();
  if (!viewer) return { tone: "bad", text: t("signedOut") };
  const answer = form.success
    ? await chooseAnotherDate(webDatabase(), viewer.claims, form.data.seatId, form.data.sessionId)
    : "choose_a_session";
  refresh();
  const problem = answer === "booked" ? null : enrollProblem(answer);
  return problem ? { tone: "bad", text: say(problem) } : { tone: "good", text: t("done") };
}

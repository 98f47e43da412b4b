"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { ApplicationNotFoundError, requestDecision } from "#lib/automation/decide-application.ts";
import { webDatabase } from "#lib/db/web.ts";

const decisionForm = z.object({
  applicationId: z.uuid(),
  note: z.string().max(500),
  decision: z.union([
    z.literal("decline").transform(() => ({ decision: "decline" as const, into: null })),
    z
      .string()
      .regex(/^merge [0-9a-f-]{36}$/)
      .transform((text) => ({ decision: "merge" as const, into: text.slice("merge ".length) })),
  ]),
});

/** Asks the worker to decline or merge an application. Nobody but an admin learns that it exists. */
export async function decideOnApplication(_before: Said, data: FormData): Promise<Said> {
  const form = decisionForm.safeParse(Object.fromEntries(data));
  const viewer = await findCurrentViewer();
  const t = await getTranslations("applications");
  if (!form.success || !viewer) return { tone: "bad", text: t("failed") };
  const { applicationId, note, decision } = form.data;
  try {
    await requestDecision({ db: webDatabase() }, { claims: viewer.claims, applicationId, note, ...decision });
  } catch (error) {
    if (error instanceof ApplicationNotFoundError) return { tone: "bad", text: t("failed") };
    throw error;
  }
  revalidatePath("/admin/applications", "layout");
  return { tone: "good", text: t("decided") };
}

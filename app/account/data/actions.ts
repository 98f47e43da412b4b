"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { mailSchool } from "#app/mail-school.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { cancelDeletion, requestDeletion } from "#lib/automation/request-deletion.ts";
import { webDatabase } from "#lib/db/web.ts";

const deletionForm = z.object({ act: z.enum(["delete", "keep"]), sure: z.literal("on").optional() });

/** Opens the request to be deleted, or cancels it. Asking twice is asking once. */
export async function changeDeletion(_before: Said, data: FormData): Promise<Said> {
  const form = deletionForm.safeParse(Object.fromEntries(data));
  const viewer = await findCurrentViewer();
  const t = await getTranslations("myData");
  if (!viewer) return { tone: "bad", text: t("signedOut") };
  if (!form.success) return { tone: "bad", text: t("failed") };
  const { act, sure } = form.data;
  if (act === "delete" && !sure) return { tone: "bad", text: t("notSure") };
  const deps = { db: webDatabase(), school: mailSchool() };
  const person = { id: viewer.claims.sub, email: viewer.email, name: viewer.fullName };
  if (act === "delete") await requestDeletion(deps, person);
  const canceled = act === "keep" && (await cancelDeletion(deps, person));
  revalidatePath("/account/data");
  if (act === "delete") return { tone: "good", text: t("requested") };
  return canceled ? { tone: "good", text: t("canceled") } : { tone: "bad", text: t("nothingToCancel") };
}

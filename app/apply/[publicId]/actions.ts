"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { withdraw } from "#lib/automation/claim-application.ts";
import { webDatabase } from "#lib/db/web.ts";

const withdrawForm = z.object({ publicId: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/) });

/** Takes an application back, for whoever holds its address. */
export async function withdrawMine(_before: Said, data: FormData): Promise<Said> {
  const form = withdrawForm.safeParse(Object.fromEntries(data));
  const t = await getTranslations("apply");
  if (!form.success || !(await withdraw(webDatabase(), form.data.publicId)))
    return { tone: "bad", text: t("notWithdrawn") };
  revalidatePath(`/apply/${form.data.publicId}`);
  return { tone: "good", text: t("withdrawn") };
}

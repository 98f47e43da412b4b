"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { ReissueRefusedError, requestReissue } from "#lib/automation/reissue-certificate.ts";
import { webDatabase } from "#lib/db/web.ts";

const reissueForm = z.object({
  certificateId: z.uuid(),
  holderName: z.string().max(1000),
  reason: z.string().max(500),
});

/** Asks the worker to replace a certificate. Nobody but an admin learns that it exists. */
export async function reissue(_before: Said, data: FormData): Promise<Said> {
  const form = reissueForm.safeParse(Object.fromEntries(data));
  const viewer = await findCurrentViewer();
  const t = await getTranslations("reissue");
  if (!form.success || !viewer) return { tone: "bad", text: t("problem.not_found") };
  try {
    await requestReissue({ db: webDatabase() }, { claims: viewer.claims, ...form.data });
  } catch (error) {
    if (error instanceof ReissueRefusedError) return { tone: "bad", text: t(`problem.${error.code}`) };
    throw error;
  }
  revalidatePath(`/admin/certificates/${form.data.certificateId}`);
  return { tone: "good", text: t("asked") };
}

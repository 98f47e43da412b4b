"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { confirmName, NameRefusedError } from "#lib/automation/confirm-legal-name.ts";
import { keepPhone } from "#lib/automation/keep-preferences.ts";
import { webDatabase } from "#lib/db/web.ts";
import { phoneNumber } from "#lib/domain/phone.ts";

const nameForm = z.object({ name: z.string().max(1000), confirmed: z.literal("on").optional() });

/** Keeps the name for certificates once its person says that it is right. */
export async function confirmLegalName(_before: Said, data: FormData): Promise<Said> {
  const form = nameForm.safeParse(Object.fromEntries(data));
  const viewer = await findCurrentViewer();
  const t = await getTranslations("profile");
  if (!viewer) return { tone: "bad", text: t("signedOut") };
  if (!form.success) return { tone: "bad", text: t("noName") };
  if (!form.data.confirmed) return { tone: "bad", text: t("notConfirmed") };
  try {
    await confirmName({ db: webDatabase() }, { claims: viewer.claims, name: form.data.name });
  } catch (error) {
    if (error instanceof NameRefusedError) return { tone: "bad", text: t("noName") };
    throw error;
  }
  revalidatePath("/", "layout");
  return { tone: "good", text: t("nameSaved") };
}

/** Keeps the phone number, or forgets it when the field is empty. */
export async function savePhone(_before: Said, data: FormData): Promise<Said> {
  const typed = data.get("phone");
  const viewer = await findCurrentViewer();
  const t = await getTranslations("profile");
  if (!viewer) return { tone: "bad", text: t("signedOut") };
  const phone = phoneNumber(typed);
  if (phone === undefined) return { tone: "bad", text: t("badPhone") };
  await keepPhone(webDatabase(), viewer.claims, phone);
  revalidatePath("/account/profile");
  return { tone: "good", text: t("phoneSaved") };
}

"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { callAuth } from "#app/sign-in/call-auth.ts";
import { findCurrentViewer } from "#app/viewer.ts";

const passkeyForm = z.object({ id: z.uuid(), act: z.enum(["rename", "remove"]), name: z.string().trim() });

/** Names a passkey anew or removes it. One that is gone already stays gone. */
export async function changePasskey(_before: Said, data: FormData): Promise<Said> {
  const form = passkeyForm.safeParse(Object.fromEntries(data));
  const t = await getTranslations("account");
  if (!(await findCurrentViewer())) return { tone: "bad", text: t("signedOut") };
  if (!form.success) return { tone: "bad", text: t("problem.ours") };
  const { id, act, name } = form.data;
  const answer =
    act === "remove"
      ? await callAuth("/passkey/delete-passkey", { id })
      : await callAuth("/passkey/update-passkey", { id, name });
  revalidatePath("/account/passkeys");
  if (answer.ok) return { tone: "good", text: t(act === "remove" ? "removed" : "renamed") };
  if (answer.status === 429) return { tone: "bad", text: t("problem.tooMany") };
  if (answer.code === "PASSKEY_NOT_FOUND") return { tone: "bad", text: t("gone") };
  return { tone: "bad", text: t(answer.code === "INVALID_ACCOUNT_DATA" ? "badName" : "problem.ours") };
}

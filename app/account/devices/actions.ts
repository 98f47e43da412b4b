"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { callAuth } from "#app/sign-in/call-auth.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { auth, findSessionToken } from "#lib/identity/index.ts";

const deviceForm = z.object({ device: z.union([z.literal("others"), z.uuid()]) });

/** Ends one session of this person, or all but this one. One that ended already is as good. */
export async function signOutDevice(_before: Said, data: FormData): Promise<Said> {
  const form = deviceForm.safeParse(Object.fromEntries(data));
  const t = await getTranslations("account");
  if (!(await findCurrentViewer())) return { tone: "bad", text: t("signedOut") };
  const failed: Said = { tone: "bad", text: t("notSignedOut") };
  if (!form.success) return failed;
  const { device } = form.data;
  const ended = device === "others" ? await endOthers() : await endOne(device);
  revalidatePath("/account/devices");
  if (!ended) return failed;
  return { tone: "good", text: t(device === "others" ? "othersGone" : "deviceGone") };
}

async function endOthers(): Promise<boolean> {
  return (await callAuth("/revoke-other-sessions", {})).ok;
}

async function endOne(id: string): Promise<boolean> {
  const token = await findSessionToken(auth(), await headers(), id);
  return token === null || (await callAuth("/revoke-session", { token })).ok;
}

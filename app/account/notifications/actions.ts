"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { keepNotificationChoices, markRead } from "#lib/automation/mark-notifications.ts";
import { webDatabase } from "#lib/db/web.ts";
import { CHANNELS, choiceName, isOptional, TOPICS } from "#lib/domain/notification-topics.ts";

const whichForm = z.object({ which: z.union([z.literal("all"), z.uuid()]) });

/** Marks one notification, or all of them, as read. */
export async function readNotifications(_before: Said, data: FormData): Promise<Said> {
  const form = whichForm.safeParse(Object.fromEntries(data));
  const viewer = await findCurrentViewer();
  const t = await getTranslations("notifications");
  if (!viewer) return { tone: "bad", text: t("signedOut") };
  if (!form.success) return { tone: "bad", text: t("notSaved") };
  const { which } = form.data;
  await markRead(webDatabase(), viewer.claims, which === "all" ? "all" : { id: which });
  revalidatePath("/", "layout");
  return null;
}

/** Keeps what the person wants to be told: a box that is not ticked is not wanted. */
export async function chooseTopics(_before: Said, data: FormData): Promise<Said> {
  const refused = TOPICS.filter(isOptional)
    .flatMap((topic) => CHANNELS.map((channel) => ({ topic, channel })))
    .filter(({ topic, channel }) => data.get(choiceName(topic, channel)) !== "on");
  const viewer = await findCurrentViewer();
  const t = await getTranslations("notifications");
  if (!viewer) return { tone: "bad", text: t("signedOut") };
  await keepNotificationChoices(webDatabase(), viewer.claims, refused);
  revalidatePath("/account/notifications");
  return { tone: "good", text: t("saved") };
}

"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { Said } from "#app/account/said.ts";
import { getSay } from "#app/i18n/sayer.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { StepNotFoundError } from "#lib/automation/preview-switch.ts";
import { requestSwitch, SwitchRefusedError, withdrawSwitch } from "#lib/automation/request-switch.ts";
import { webDatabase } from "#lib/db/web.ts";
import { switchRefusalWords } from "#lib/domain/switch-words.ts";

const switchForm = z.object({
  stepId: z.uuid(),
  optionId: z.uuid(),
  token: z.string().max(100),
  /** Only said back to whoever sent it. */
  from: z.string().max(200),
});

/** Asks for the switch the page showed. */
export async function switchAction(_before: Said, data: FormData): Promise<Said> {
  const form = switchForm.safeParse(Object.fromEntries(data));
  return answering(
    form.success,
    "asked",
    async (claims) => {
      const { stepId, optionId, token } = form.data!;
      await requestSwitch({ db: webDatabase() }, { claims, stepId, optionId, token });
    },
    form.data?.from ?? "",
  );
}

const withdrawForm = z.object({ switchId: z.uuid() });

/** Takes the wish to switch back. */
export async function withdrawAction(_before: Said, data: FormData): Promise<Said> {
  const form = withdrawForm.safeParse(Object.fromEntries(data));
  return answering(form.success, "withdrawn", (claims) =>
    withdrawSwitch({ db: webDatabase() }, { claims, switchId: form.data!.switchId }),
  );
}

type Claims = NonNullable<Awaited<ReturnType<typeof findCurrentViewer>>>["claims"];

async function answering(
  isUnderstood: boolean,
  done: "asked" | "withdrawn",
  act: (claims: Claims) => Promise<void>,
  from = "",
): Promise<Said> {
  const t = await getTranslations("switching");
  const viewer = await findCurrentViewer();
  if (!viewer) return { tone: "bad", text: t("signedOut") };
  if (!isUnderstood) return { tone: "bad", text: t("notUnderstood") };
  try {
    await act(viewer.claims);
    refresh();
    return { tone: "good", text: t(done === "asked" ? "asked" : "withdrawn") };
  } catch (error) {
    if (error instanceof StepNotFoundError) return { tone: "bad", text: t("notUnderstood") };
    if (!(error instanceof SwitchRefusedError)) throw error;
    refresh();
    const say = await getSay();
    return { tone: "bad", text: say(switchRefusalWords(error.reason, from)) };
  }
}

import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { AddPasskey } from "#app/account/passkeys/add-passkey.tsx";
import { PasskeyList } from "#app/account/passkeys/passkey-list.tsx";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import { currentLanguage } from "#app/i18n/preferences.ts";
import { getSay } from "#app/i18n/sayer.ts";
import { requireViewer } from "#app/viewer.ts";
import { loadConfig } from "#lib/config.ts";
import { deviceName } from "#lib/domain/device.ts";
import { sayDay } from "#lib/domain/sentence.ts";
import { auth, listPasskeys, passkeysWorkAt } from "#lib/identity/index.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("passkeys") };
}

export default async function PasskeysPage() {
  const { timeZone } = await requireViewer("/account/passkeys");
  const t = await getTranslations("account");
  const say = await getSay();
  const language = await currentLanguage();
  const asked = await headers();
  const passkeys = (await listPasskeys(auth(), asked)).map(({ id, name, createdAt }) => ({
    id,
    name: name ?? t("passkey"),
    added: createdAt && sayDay(createdAt, { language, timeZone }),
  }));
  return (
    <ForBrowser rooms={["account"]}>
      <h2>{t("passkeys")}</h2>
      <p className="mt-2 text-ink-soft">{t("passkeysLead")}</p>
      <div className="mt-6 grid gap-6">
        <PasskeyList passkeys={passkeys} />
        {passkeysWorkAt(loadConfig().APP_URL) ? (
          <AddPasskey suggestedName={say(deviceName(asked.get("user-agent")))} />
        ) : (
          <p>{t("needsName")}</p>
        )}
      </div>
    </ForBrowser>
  );
}

import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { ActForm } from "#app/account/act-form.tsx";
import { DeviceItem } from "#app/account/devices/device-item.tsx";
import { signOutDevice } from "#app/account/devices/actions.ts";
import { requireViewer } from "#app/viewer.ts";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { auth, listDevices } from "#lib/identity/index.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("devices") };
}

export default async function DevicesPage() {
  await requireViewer("/account/devices");
  const t = await getTranslations("account");
  const devices = await listDevices(auth(), await headers());
  const now = new Date();
  return (
    <>
      <h2>{t("devices")}</h2>
      <p className="mt-2 text-ink-soft">{t("devicesLead")}</p>
      <div className="mt-6">
        <ActForm act={signOutDevice}>
          <ul className="card divide-y divide-edge">
            {devices.map((device) => (
              <DeviceItem key={device.id} device={device} now={now} />
            ))}
          </ul>
          {devices.length > 1 ? (
            <p>
              <SubmitButton name="device" value="others" busy={t("signingOut")} className="">
                {t("signOutOthers")}
              </SubmitButton>
            </p>
          ) : null}
        </ActForm>
      </div>
    </>
  );
}
